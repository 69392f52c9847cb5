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
import { activity, checks, commands, evidence } from './records.ts';
import type { Session } from './session.ts';
import { tasks } from './tasks.ts';
import { texts } from './texts.ts';

const ATTEMPTS = 3;

/** What may happen to one program's connections, and how it is heard when it rings. */
export interface Connection {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  /** How often somebody else may go on between two statements of a transaction, 0 to 1. */
  readonly between: () => boolean;
  /** Before a transaction or a single statement reaches the database; throws when the connection is lost. */
  readonly reach: (what: string) => Promise<void>;
  /**
   * Around a commit: `commit` does it; may throw before or after, and may not come back. `end`: rolls back what nobody
   * goes on with; null for a single statement, which is sent and done in one.
   */
  readonly commit: (what: string, commit: () => void, end: (() => void) | null) => Promise<void>;
  readonly ring: (bell: Bell) => void;
}

/** The store of one program, on tables that all programs share. Behaves as the one on PostgreSQL, in memory. */
export function createMemoryStore(database: Database, connection: Connection): Store {
  const { runner, scheduler } = connection;

  const between = (group: string, method: string): Promise<void> | null =>
    connection.between() ? scheduler.turn(runner, `sql ${group}.${method}`) : null;

  async function run<T>(what: string, work: (session: Session) => Promise<T>, many: boolean): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      await connection.reach(what);
      const bells: Bell[] = [];
      const at = database.begin(runner);
      const ring = (bell: Bell) => void bells.push(bell);
      try {
        const result = await work({ at, tables: database.tables, now: database.now, between, ring });
        await connection.commit(what, () => at.commit(), many ? () => at.rollback() : null);
        for (const bell of onceEach(bells)) connection.ring(bell);
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
    return run(what, work, false);
  }

  return {
    transaction: (work) => run('transaction', (session) => work(new SimulatedTx(session)), true),
    inLane: (hold, work) =>
      run(
        `inLane ${hold.lane}`,
        async (session) => {
          await requireHold(session, hold);
          return work(new SimulatedTx(session));
        },
        true,
      ),
    holdLane: (lane, holder) => statement(`holdLane ${lane}`, (session) => holdLane(session, lane, holder)),
    renewLane: (hold: LaneHold) => statement(`renewLane ${hold.lane}`, (session) => renewLane(session, hold)),
    releaseLane: (hold: LaneHold) =>
      statement(`releaseLane ${hold.lane}`, (session) => releaseLane(session, hold)),
    read: reads(statement),
    inbox: inbox(statement),
    outbox: outbox(statement),
  };
}

const GROUPS = {
  projects,
  tasks,
  texts,
  agents,
  assignments,
  evidence,
  pulls,
  checks,
  lanes,
  entries,
  commands,
  effects,
} as const;

function onceEach(bells: readonly Bell[]): Iterable<Bell> {
  return bells.length < 2 ? bells : new Map(bells.map((bell) => [JSON.stringify(bell), bell])).values();
}

type Groups = typeof GROUPS;

/** Statements of one transaction. Groups are put together when they are first asked for: most use two of eight. */
class SimulatedTx implements Tx {
  readonly #session: Session;
  #made: Partial<Record<keyof Groups, object>> = {};
  readonly ring: Tx['ring'];

  constructor(session: Session) {
    this.#session = session;
    this.ring = session.ring;
  }

  get projects(): Tx['projects'] {
    return this.#group('projects');
  }

  get tasks(): Tx['tasks'] {
    return this.#group('tasks');
  }

  get texts(): Tx['texts'] {
    return this.#group('texts');
  }

  get agents(): Tx['agents'] {
    return this.#group('agents');
  }

  get assignments(): Tx['assignments'] {
    return this.#group('assignments');
  }

  get evidence(): Tx['evidence'] {
    return this.#group('evidence');
  }

  get pulls(): Tx['pulls'] {
    return this.#group('pulls');
  }

  get checks(): Tx['checks'] {
    return this.#group('checks');
  }

  get lanes(): Tx['lanes'] {
    return this.#group('lanes');
  }

  get entries(): Tx['entries'] {
    return this.#group('entries');
  }

  get commands(): Tx['commands'] {
    return this.#group('commands');
  }

  get effects(): Tx['effects'] {
    return this.#group('effects');
  }

  activity(line: Parameters<Tx['activity']>[0]): Promise<void> {
    return activity(this.#session, line);
  }

  settleDelivery(guid: string): Promise<void> {
    return settle(this.#session, guid);
  }

  async settleWrite(): Promise<void> {
    throw new Error('there is no API here, so nobody asks for a write under a key');
  }

  #group<K extends keyof Groups>(name: K): Tx[K] {
    return (this.#made[name] ??= spaced(this.#session, name, GROUPS[name](this.#session))) as Tx[K];
  }
}

/** Every call is a place where others may go on. */
function spaced(session: Session, name: string, group: object): object {
  return new Proxy(group, {
    get(target, method) {
      const call: unknown = Reflect.get(target, method);
      if (typeof call !== 'function') return call;
      return (...args: readonly unknown[]): unknown => {
        const others = session.between(name, String(method));
        // A quarter of a seed's time went into waiting for nothing.
        if (others === null) return Reflect.apply(call, target, args);
        return others.then(() => Reflect.apply(call, target, args));
      };
    },
  });
}
