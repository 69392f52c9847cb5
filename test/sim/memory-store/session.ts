import type { Bell } from '../../../src/ports.ts';
import type { Tables } from './tables.ts';
import type { Transaction } from './transaction.ts';

/** What the statements of one transaction work with. */
export interface Session {
  readonly at: Transaction;
  readonly tables: Tables;
  /** `clock_timestamp()`, in milliseconds. */
  readonly now: () => number;
  /** A place between two statements where somebody else may go on; null: nobody does, and there is nothing to wait for. */
  readonly between: (group: string, method: string) => Promise<void> | null;
  readonly ring: (bell: Bell) => void;
}
