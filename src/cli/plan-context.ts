import type { PlanFiles } from '../ports.ts';
import type { PlanSession } from './plan-session.ts';
import type { Terminal } from './terminal.ts';

/** What the commands about plans are given. */
export interface PlanContext {
  readonly terminal: Terminal;
  readonly files: PlanFiles;
  /** Null: the settings do not allow it, and why was told. */
  connect(this: void): Promise<PlanSession | null>;
}
