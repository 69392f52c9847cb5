import type { PortMutant } from '../mutants/port-mutants.ts';
import type { Runner } from '../scheduler.ts';
import type { World } from '../world.ts';
import { STALL_MS, type PointFault } from './point-fault.ts';
import { wrapGitHub } from './wrap-github.ts';
import { wrapStore } from './wrap-store.ts';

/** The calls of all programs, numbered from the moment a scenario begins; one of them goes wrong. */
export interface Points {
  /** What a world is created with, so that every call comes through here. */
  readonly ports: PortMutant;
  begin(world: World): void;
  /** What each numbered call was. */
  readonly labels: readonly string[];
}

/** What the wrapped ports ask for. */
export interface Strikes {
  /** Numbers a call and says what is to happen to it. */
  next(runner: Runner, what: string): PointFault | null;
  /** Numbers a call and has happen what is to happen. */
  around<T>(runner: Runner, what: string, call: () => Promise<T>): Promise<T>;
  /** Ends the process: never comes back. */
  die(runner: Runner): Promise<never>;
  /** Stands still past every lease. */
  stall(runner: Runner): Promise<void>;
  /** How long PostgreSQL suffers a transaction whose client says nothing; then its session is over. */
  sessionEnds(): Promise<void>;
}

/** As `idle_in_transaction_session_timeout` of the pool. */
const SESSION_MS = 10_000;
const WEB_STARTS_MS = 2_000;

/** `twice`: whether each delivery comes a second time, three seconds later. */
export function createPoints(
  strike: { readonly at: number; readonly fault: PointFault } | null,
  twice: boolean,
): Points {
  const labels: string[] = [];
  let begun: World | null = null;
  let web: Runner | null = null;

  function world(): World {
    if (!begun) throw new Error('the scenario has not begun');
    return begun;
  }

  const strikes: Strikes = {
    next(runner, what) {
      if (!begun) return null;
      labels.push(`${runner.name} ${what}`);
      if (strike?.at !== labels.length) return null;
      begun.trace.add(begun.scheduler.now(), `POINT ${runner.name} ${what}: ${strike.fault}`);
      return strike.fault;
    },
    async around(runner, what, call) {
      const fault = strikes.next(runner, what);
      switch (fault) {
        case null:
          return call();
        case 'crash-before':
          return strikes.die(runner);
        case 'crash-after':
          await call().catch(() => undefined);
          return strikes.die(runner);
        case 'error-before':
          throw new Error(`${what} did not get through`);
        case 'error-after':
          await call();
          throw new Error(`the answer of ${what} was lost`);
        case 'stall':
          await strikes.stall(runner);
          return call();
      }
    },
    die(runner) {
      if (runner === web) restartWeb(world(), runner);
      else world().kill(runner);
      return new Promise(() => undefined);
    },
    stall(runner) {
      runner.frozenUntil = world().scheduler.now() + STALL_MS;
      return world().scheduler.turn(runner, 'goes on');
    },
    sessionEnds: () =>
      new Promise((over) => world().scheduler.after(SESSION_MS, 'an idle session ends', over)),
  };

  const ports: PortMutant = {
    name: 'a fault at one point',
    store(store, runner, ring) {
      if (runner.name === 'web') web = runner;
      return wrapStore(store, { strikes, runner, ring });
    },
    github: (github, _world, runner) => wrapGitHub(github, strikes, runner),
    async receive({ scheduler }, delivery, store, ring) {
      if (!web) throw new Error('there is nobody to take deliveries in');
      const runner = web;
      async function take(): Promise<void> {
        await store(delivery);
        // As after the acknowledgement: who rings in vain has lost nothing.
        await strikes
          .around(runner, 'ring deliveries', async () => ring({ kind: 'deliveries' }))
          .catch(() => undefined);
      }
      if (twice && begun)
        scheduler.after(3_000, `delivery ${delivery.guid} again`, () => void take().catch(() => undefined));
      await take();
    },
  };
  return {
    ports,
    labels,
    begin(started) {
      begun = started;
    },
  };
}

/** What it was doing is gone; the next process takes what comes from then on. */
function restartWeb({ database, scheduler }: World, web: Runner): void {
  web.alive = false;
  database.forget(web);
  scheduler.after(WEB_STARTS_MS, 'web starts again', () => {
    web.alive = true;
  });
}
