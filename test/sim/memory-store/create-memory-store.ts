import type { Bell, LaneHold, Store, Tx } from '../../../src/ports.ts';
import type { Runner, Scheduler } from '../scheduler.ts';
import { agents } from './agents.ts';
import { assignments } from './assignments.ts';
import type { Database } from './database.ts';
import { effects } from './effects.ts';
import { entries } from './entries.ts';
import { inbox, settle } from './inbox.ts';
import { holdLane, releaseLane, renewLane, requireHold } from './lane-holds.ts';
import { lanes } from './lanes.ts';
import { outbox } from './outbox.ts';
import { projects } from './projects.ts';
import { pulls } from './pulls.ts';
import { reads } from './reads.ts';
import { records } from './records.ts';
import { createSession, type Session } from './session.ts';
import { tasks } from './tasks.ts';

const ATTEMPTS = 3;

/** What may happen to one program's connections, and how it is heard when it rings. */
export interface Connection {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  /** How often somebody else may go on between two statements of a transaction, 0 to 1. */
  readonly between: () => boolean;
  /** Before a transaction or a single statement reaches the database; throws when the connection is lost. */
  readonly reach: (what: string) => Promise<void>;
  /** Around a commit: `commit` does it; may throw before or after, and may not come back. */
  readonly commit: (what: string, commit: () => void) => Promise<void>;
  readonly ring: (bell: Bell) => void;
}

/** The store of one program, on tables that all programs share. Behaves as the one on PostgreSQL, in memory. */
export function createMemoryStore(database: Database, connection: Connection): Store {
  const { runner, scheduler } = connection;

  async function run<T>(what: string, work: (session: Session) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      await connection.reach(what);
      const bells = new Map<string, Bell>();
      const at = database.begin(runner);
      const session = createSession(
        database,
        at,
        async (statement) => {
          if (connection.between()) await scheduler.turn(runner, `sql ${statement}`);
        },
        (bell) => bells.set(JSON.stringify(bell), bell),
      );
      try {
        const result = await work(session);
        await connection.commit(what, () => at.commit());
        for (const bell of bells.values()) connection.ring(bell);
        return result;
      } catch (error) {
        at.rollback();
        const code = error instanceof Error && 'code' in error ? error.code : null;
        if (attempt >= ATTEMPTS || code !== '40P01') throw error;
      }
    }
  }

  /** A statement that is its own transaction. */
  function statement<T>(what: string, work: (session: Session) => Promise<T>): Promise<T> {
    return run(what, work);
  }

  return {
    transaction: (work) => run('transaction', (session) => work(createTx(session))),
    inLane: (hold, work) =>
      run(`inLane ${hold.lane}`, async (session) => {
        await requireHold(session, hold);
        return work(createTx(session));
      }),
    holdLane: (lane, holder) => statement(`holdLane ${lane}`, (session) => holdLane(session, lane, holder)),
    renewLane: (hold: LaneHold) => statement(`renewLane ${hold.lane}`, (session) => renewLane(session, hold)),
    releaseLane: (hold: LaneHold) =>
      statement(`releaseLane ${hold.lane}`, (session) => releaseLane(session, hold)),
    read: reads(statement),
    inbox: inbox(statement),
    outbox: outbox(statement),
  };
}

const GROUPS = { projects, tasks, agents, assignments, pulls, lanes, entries, effects } as const;

/** Every call is a place where others may go on. Groups of statements are put together when they are first asked for. */
function createTx(session: Session): Tx {
  const tx = {
    ...records(session),
    settleDelivery: (guid: string) => settle(session, guid),
    ring: session.ring,
  };
  for (const [name, group] of Object.entries(GROUPS)) {
    let made: object | null = null;
    Object.defineProperty(tx, name, { get: () => (made ??= spaced(session, name, group(session))) });
  }
  return tx as Tx;
}

function spaced(session: Session, name: string, group: object): object {
  return new Proxy(group, {
    get(target, method) {
      const call: unknown = Reflect.get(target, method);
      if (typeof call !== 'function') return call;
      return async (...args: readonly unknown[]) => {
        await session.between(`${name}.${String(method)}`);
        return Reflect.apply(call, target, args) as unknown;
      };
    },
  });
}
