import type { Runner } from '../scheduler.ts';
import { releaseLocks, type Locks } from './locks.ts';
import { createTables, type Tables } from './tables.ts';
import { Transaction, type Change } from './transaction.ts';

/** The tables, and the transactions that are under way. */
export interface Database {
  readonly tables: Tables;
  readonly now: () => number;
  readonly begin: (runner: Runner) => Transaction;
  /** The connections of `runner` are lost: what it had not committed is gone. */
  readonly forget: (runner: Runner) => void;
  /** Called after every commit with what it changed. */
  onCommit: (changes: readonly Change[]) => void;
}

/** `turn`: somebody who waited goes on when the scheduler says so. */
export function createDatabase(now: () => number, turn: (runner: Runner) => Promise<void>): Database {
  const locks: Locks = new Map();
  const open = new Set<Transaction>();
  const ground = {
    locks,
    turn,
    ended(transaction: Transaction): void {
      open.delete(transaction);
      releaseLocks(locks, transaction);
    },
    committed: (changes: readonly Change[]) => database.onCommit(changes),
  };
  const database: Database = {
    tables: createTables(),
    now,
    begin(runner) {
      const transaction = new Transaction(runner, ground);
      open.add(transaction);
      return transaction;
    },
    forget(runner) {
      for (const transaction of open) if (transaction.runner === runner) transaction.rollback();
    },
    onCommit: () => undefined,
  };
  return database;
}
