import type { Runner } from '../scheduler.ts';
import { createTable, type Table } from './table.ts';
import type * as rows from './rows.ts';

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

export type Tables = ReturnType<typeof createTables>;

export interface Change {
  readonly table: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * One transaction at `read committed`: a statement sees what others had committed when it began, and what this one
 * wrote. Whoever changes a row holds it until the end; others wait for it, and then see it as it is by then.
 */
export interface Transaction {
  readonly runner: Runner;
  get<R>(table: Table<R>, key: string): R | null;
  all<R>(table: Table<R>, group?: string): readonly R[];
  /** Waits for whoever holds `name`. Throws with Postgres' code when that would be for ever. */
  readonly lock: (name: string) => Promise<void>;
  /** `skip locked`: false when somebody else holds it. */
  readonly tryLock: (name: string) => boolean;
  lockRow<R>(table: Table<R>, key: string): Promise<R | null>;
  put<R>(table: Table<R>, row: NoInfer<R>): void;
  readonly commit: () => void;
  readonly rollback: () => void;
}

/** Postgres gives one of those up who wait for each other. */
export class Deadlock extends Error {
  override readonly name = 'Deadlock';
  readonly code = '40P01';
}

interface Lock {
  owner: Holder;
  readonly waiting: { readonly who: Holder; readonly go: () => void }[];
}

interface Holder {
  readonly runner: Runner;
  readonly held: Map<string, Lock>;
  waitsFor: Lock | null;
  ended: boolean;
}

function createTables() {
  return {
    projects: createTable<rows.ProjectRow>('projects', (row) => String(row.id)),
    epics: createTable<rows.EpicRow>('epics', (row) => `${row.projectId} ${row.key}`),
    tasks: createTable<rows.TaskRow>('tasks', (row) => `${row.projectId} ${row.issue}`),
    edges: createTable<rows.EdgeRow>('edges', (row) => `${row.taskId} ${row.onIssue} ${row.source}`),
    agents: createTable<rows.AgentRowData>('agents', (row) => `${row.projectId} ${row.name}`),
    assignments: createTable<rows.AssignmentRow>(
      'assignments',
      (row) => String(row.id),
      (row) => String(row.taskId),
    ),
    evidence: createTable<rows.EvidenceRow>(
      'evidence',
      (row) => `${row.taskId} ${row.type} ${row.ref}`,
      (row) => String(row.taskId),
    ),
    pulls: createTable<rows.PullRow>('pulls', (row) => `${row.projectId} ${row.number}`),
    lanes: createTable<rows.LaneRow>('lanes', (row) => String(row.id)),
    entries: createTable<rows.EntryRow>(
      'entries',
      (row) => String(row.id),
      (row) => String(row.laneId),
    ),
    effects: createTable<rows.EffectRow>(
      'effects',
      (row) => `${row.projectId} ${row.key}`,
      (row) => (row.version > row.sentVersion && !row.dead ? 'waiting' : 'at rest'),
    ),
    effectWaits: createTable<rows.EffectWaitRow>('effectWaits', (row) => `${row.installationId} ${row.kind}`),
    deliveries: createTable<rows.DeliveryRow>(
      'deliveries',
      (row) => row.guid,
      (row) => row.state,
    ),
    commands: createTable<rows.CommandRow>(
      'commands',
      (row) => `${row.projectId} ${row.commentId} ${row.line}`,
    ),
    activity: createTable<rows.ActivityRow>('activity', (row) => String(row.id)),
  };
}

/** `turn`: somebody who waited goes on when the scheduler says so. */
export function createDatabase(now: () => number, turn: (runner: Runner) => Promise<void>): Database {
  const locks = new Map<string, Lock>();
  const open = new Set<{ readonly runner: Runner; rollback(): void }>();

  function release(holder: Holder): void {
    holder.ended = true;
    for (const [name, lock] of holder.held) {
      let next = lock.waiting.shift();
      while (next && next.who.ended) next = lock.waiting.shift();
      if (!next) {
        locks.delete(name);
        continue;
      }
      lock.owner = next.who;
      next.who.waitsFor = null;
      next.who.held.set(name, lock);
      next.go();
    }
    holder.held.clear();
  }

  function begin(runner: Runner): Transaction {
    const holder: Holder = { runner, held: new Map(), waitsFor: null, ended: false };
    const written = new Map<Table<unknown>, Map<string, unknown>>();

    function overlay<R>(table: Table<R>): Map<string, R> | undefined {
      return written.get(table as unknown as Table<unknown>) as Map<string, R> | undefined;
    }

    function get<R>(table: Table<R>, key: string): R | null {
      return overlay(table)?.get(key) ?? table.rows.get(key) ?? null;
    }

    function all<R>(table: Table<R>, group?: string): readonly R[] {
      const mine = overlay(table);
      const found: R[] = [];
      const keys = group === undefined ? table.rows.keys() : (table.groups.get(group) ?? []);
      for (const key of keys) if (!mine?.has(key)) found.push(table.rows.get(key) as R);
      for (const row of mine?.values() ?? []) {
        if (group === undefined || table.group(row) === group) found.push(row);
      }
      return found;
    }

    function lock(name: string): Promise<void> {
      if (holder.ended) throw new Error('the transaction has ended');
      const known = locks.get(name);
      if (!known) {
        const mine: Lock = { owner: holder, waiting: [] };
        locks.set(name, mine);
        holder.held.set(name, mine);
        return Promise.resolve();
      }
      if (known.owner === holder) return Promise.resolve();
      if (leadsBack(known, holder)) throw new Deadlock(`waiting for ${name} would be for ever`);
      holder.waitsFor = known;
      return new Promise<void>((go) => known.waiting.push({ who: holder, go })).then(() => turn(runner));
    }

    const transaction: Transaction = {
      runner,
      get,
      all,
      lock,
      tryLock(name) {
        const known = locks.get(name);
        if (known && known.owner !== holder) return false;
        void lock(name);
        return true;
      },
      async lockRow(table, key) {
        await lock(`${table.name} ${key}`);
        return get(table, key);
      },
      put(table, row) {
        const known = overlay(table);
        if (known) known.set(table.key(row), row);
        else written.set(table as unknown as Table<unknown>, new Map([[table.key(row), row]]));
      },
      commit() {
        open.delete(transaction);
        const changes: Change[] = [];
        for (const [table, rowsOf] of written) {
          for (const [key, after] of rowsOf) {
            const before = table.rows.get(key);
            changes.push({ table: table.name, before: before ?? null, after });
            table.rows.set(key, after);
            const group = table.group(after);
            if (before !== undefined && table.group(before) !== group)
              table.groups.get(table.group(before))?.delete(key);
            const keys = table.groups.get(group);
            if (keys) keys.add(key);
            else table.groups.set(group, new Set([key]));
          }
        }
        release(holder);
        if (changes.length > 0) database.onCommit(changes);
      },
      rollback() {
        open.delete(transaction);
        release(holder);
      },
    };
    open.add(transaction);
    return transaction;
  }

  const database: Database = {
    tables: createTables(),
    now,
    begin,
    forget(runner) {
      for (const transaction of open) if (transaction.runner === runner) transaction.rollback();
    },
    onCommit: () => undefined,
  };
  return database;
}

function leadsBack(lock: Lock, holder: Holder): boolean {
  let at: Lock | null = lock;
  while (at) {
    if (at.owner === holder) return true;
    at = at.owner.waitsFor;
  }
  return false;
}
