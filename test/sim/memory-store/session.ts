import type { Bell } from '../../../src/ports.ts';
import type { Database, Tables, Transaction } from './database.ts';

/** What the statements of one transaction work with. */
export interface Session {
  readonly at: Transaction;
  readonly tables: Tables;
  /** `clock_timestamp()`, in milliseconds. */
  readonly now: () => number;
  /** A place between two statements where somebody else may go on. */
  readonly between: (statement: string) => Promise<void>;
  readonly ring: (bell: Bell) => void;
}

export function createSession(
  database: Database,
  at: Transaction,
  between: (statement: string) => Promise<void>,
  ring: (bell: Bell) => void,
): Session {
  return { at, tables: database.tables, now: database.now, between, ring };
}
