import type { Runner } from '../scheduler.ts';
import { type Holder, type Lock, type Locks, withLock } from './locks.ts';
import { replaceRow, type Table } from './table.ts';

/** One row that a commit changed. */
export interface Change {
  readonly table: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What a transaction needs of its database. */
export interface Ground {
  readonly locks: Locks;
  /** Somebody who waited goes on when the scheduler says so. */
  readonly turn: (runner: Runner) => Promise<void>;
  readonly ended: (transaction: Transaction) => void;
  readonly committed: (changes: readonly Change[]) => void;
}

type Rows = Map<string, unknown>;

/**
 * One transaction at `read committed`: a statement sees what others had committed when it began, and what this one
 * wrote. Whoever changes a row holds it until the end; others wait for it, and then see it as it is by then.
 */
export class Transaction implements Holder {
  readonly runner: Runner;
  readonly #ground: Ground;
  #written: Map<Table<unknown>, Rows> | null = null;
  readonly held: string[] = [];
  waitsFor: Lock | null = null;
  ended = false;

  constructor(runner: Runner, ground: Ground) {
    this.runner = runner;
    this.#ground = ground;
  }

  get<R>(table: Table<R>, key: string): R | null {
    return this.#mine(table)?.get(key) ?? table.rows.get(key) ?? null;
  }

  /** Every row, or those of one group. */
  all<R>(table: Table<R>, group?: string): R[] {
    const mine = this.#mine(table);
    const found: R[] = [];
    const keys = group === undefined ? table.rows.keys() : table.index.get(group);
    if (keys) for (const key of keys) if (!mine?.has(key)) found.push(table.rows.get(key) as R);
    if (mine) {
      for (const row of mine.values())
        if (group === undefined || table.groups(row).includes(group)) found.push(row);
    }
    return found;
  }

  /** The only row of a group. */
  one<R>(table: Table<R>, group: string): R | null {
    const mine = this.#mine(table);
    if (mine) for (const row of mine.values()) if (table.groups(row).includes(group)) return row;
    const keys = table.index.get(group);
    if (keys) for (const key of keys) if (!mine?.has(key)) return table.rows.get(key) ?? null;
    return null;
  }

  /** Waits for whoever holds `name`. Throws with Postgres' code when that would be for ever. */
  async lock(name: string): Promise<void> {
    const waited = withLock(this.#ground.locks, this, name);
    if (waited === null) return;
    await waited;
    await this.#ground.turn(this.runner);
  }

  /** `skip locked`: false when somebody else holds it. */
  tryLock(name: string): boolean {
    const known = this.#ground.locks.get(name);
    if (known && known.owner !== this) return false;
    void withLock(this.#ground.locks, this, name);
    return true;
  }

  async lockRow<R>(table: Table<R>, key: string): Promise<R | null> {
    await this.lock(`${table.name} ${key}`);
    return this.get(table, key);
  }

  put<R>(table: Table<R>, row: NoInfer<R>): void {
    const known = this.#mine(table);
    if (known) {
      known.set(table.key(row), row);
      return;
    }
    this.#written ??= new Map();
    this.#written.set(table as unknown as Table<unknown>, new Map([[table.key(row), row]]));
  }

  commit(): void {
    const changes: Change[] = [];
    for (const [table, rows] of this.#written ?? []) {
      for (const [key, after] of rows)
        changes.push({ table: table.name, before: replaceRow(table, key, after), after });
    }
    this.#ground.ended(this);
    if (changes.length > 0) this.#ground.committed(changes);
  }

  rollback(): void {
    this.#ground.ended(this);
  }

  #mine<R>(table: Table<R>): Map<string, R> | undefined {
    return this.#written?.get(table as unknown as Table<unknown>) as Map<string, R> | undefined;
  }
}
