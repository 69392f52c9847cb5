import type { Bell, Store, Tx } from '../../../src/ports.ts';
import type { Runner } from '../scheduler.ts';
import type { Strikes } from './points.ts';
import { wrapTx } from './wrap-tx.ts';

export interface StoreContext {
  readonly strikes: Strikes;
  readonly runner: Runner;
  readonly ring: (bell: Bell) => void;
}

type Run = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** A store with every statement, begin, commit and ring numbered. */
export function wrapStore(store: Store, context: StoreContext): Store {
  const { strikes, runner } = context;
  return {
    transaction: (work) => transact(context, (inner) => store.transaction(inner), work),
    inLane: (hold, work) => transact(context, (inner) => store.inLane(hold, inner), work),
    holdLane: (lane, holder) => strikes.around(runner, 'holdLane', () => store.holdLane(lane, holder)),
    renewLane: (hold) => strikes.around(runner, 'renewLane', () => store.renewLane(hold)),
    releaseLane: (hold) => strikes.around(runner, 'releaseLane', () => store.releaseLane(hold)),
    read: statements(context, 'read', store.read),
    inbox: statements(context, 'inbox', store.inbox),
    outbox: statements(context, 'outbox', store.outbox),
  };
}

/** Each is a transaction by itself. */
function statements<T extends object>({ strikes, runner }: StoreContext, group: string, calls: T): T {
  return new Proxy(calls, {
    get(target, name) {
      const call: unknown = Reflect.get(target, name);
      if (typeof call !== 'function') return call;
      return (...args: readonly unknown[]) =>
        strikes.around(
          runner,
          `${group}.${String(name)}`,
          () => Reflect.apply(call, target, args) as Promise<unknown>,
        );
    },
  });
}

/** What stood still in the middle of a transaction finds its session ended by the time it goes on. */
class SessionEnded extends Error {
  override readonly name = 'SessionEnded';
}

async function transact<T>(context: StoreContext, run: Run, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { strikes, runner } = context;
  await strikes.around(runner, 'begin', async () => undefined);
  let bells = new Map<string, Bell>();
  let fault: ReturnType<Strikes['next']> = null;
  let thaw: Promise<void> = Promise.resolve();

  async function standStill(): Promise<never> {
    thaw = strikes.stall(runner);
    await strikes.sessionEnds();
    throw new SessionEnded('the session was idle for too long');
  }

  async function attempt(tx: Tx): Promise<T> {
    bells = new Map();
    const ring = (bell: Bell) => void bells.set(JSON.stringify(bell), bell);
    const state = { broken: null };
    const result = await work(wrapTx(tx, { strikes, runner, ring, standStill, state }));
    if (state.broken !== null) throw state.broken;
    fault = strikes.next(runner, 'commit');
    if (fault === 'crash-before') return strikes.die(runner);
    if (fault === 'error-before') throw new Error('the connection was lost before the commit');
    return fault === 'stall' ? standStill() : result;
  }

  const result = await run(attempt).catch(async (error: unknown) => {
    // Nobody is there to hear of it before the process goes on.
    await thaw;
    throw error;
  });
  if (fault === 'crash-after') return strikes.die(runner);
  if (fault === 'error-after') throw new Error('the connection was lost after the commit');
  for (const bell of bells.values())
    await strikes.around(runner, `ring ${bell.kind}`, async () => context.ring(bell)).catch(() => undefined);
  return result;
}
