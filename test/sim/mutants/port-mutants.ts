import type { Account } from '../../../src/core/model/actor.ts';
import { ZERO_SHA } from '../../../src/core/model/ids.ts';
import type { Bell, Delivery, GitHub, Store, Tx } from '../../../src/ports.ts';
import { APP } from '../memory-github/create-memory-github.ts';
import type { Runner } from '../scheduler.ts';
import type { World } from '../world.ts';

/** A defect planted between the program and the world, by wrapping a port. */
export interface PortMutant {
  readonly name: string;
  /** Whether the database trusts the clocks of the programs. */
  readonly applicationClock?: boolean;
  readonly receive?: (
    world: World,
    delivery: Delivery,
    store: (delivery: Delivery) => Promise<void>,
    ring: (bell: Bell) => void,
  ) => Promise<void>;
  readonly store?: (store: Store, runner: Runner, ring: (bell: Bell) => void, world: () => World) => Store;
  readonly github?: (github: GitHub, world: World, runner: Runner) => GitHub;
  readonly sweeps?: boolean;
}

export const PORT_MUTANTS: readonly PortMutant[] = [
  { name: 'application clock for leases', applicationClock: true },
  { name: 'doorbell only, no sweep', sweeps: false },
  {
    name: 'ack before storing',
    async receive(_world, delivery, store) {
      void store(delivery).catch(() => undefined);
    },
  },
  {
    name: 'no GUID key',
    receive: (world, delivery, store) =>
      store({ ...delivery, guid: `${delivery.guid} ${world.scheduler.now()}` }),
  },
  {
    name: 'compare-and-swap dropped',
    github: (github, world) =>
      override(github, {
        updateRefs: (repo, updates) =>
          github.updateRefs(
            repo,
            updates.map((update) => ({ ...update, before: world.github.tip(update.branch) ?? ZERO_SHA })),
          ),
      }),
  },
  {
    name: 'fence unchecked',
    store: (store) => ({
      ...store,
      inLane: (_hold, work) => store.transaction(work),
      renewLane: async () => undefined,
    }),
  },
  {
    name: 'comment before commit',
    store: (store, _runner, _ring, world) => ({
      ...store,
      transaction: (work) => store.transaction((tx) => work(blurting(tx, world()))),
    }),
  },
  {
    name: 'permission cached for ever',
    github(github) {
      const kept = new Map<number, ReturnType<GitHub['permission']>>();
      return override(github, {
        permission(repo, account: Account) {
          const known = kept.get(account.id) ?? github.permission(repo, account, 'fresh');
          kept.set(account.id, known);
          return known;
        },
      });
    },
  },
];

/** Comments go out at once, whatever becomes of the transaction. */
function blurting(tx: Tx, { github }: World): Tx {
  const want: Tx['effects']['want'] = async (effect) => {
    if (effect.kind !== 'comment') return tx.effects.want(effect);
    github.comment(effect.issue, effect.body, { account: APP, app: true, runner: null }, effect.key);
  };
  const effects: Tx['effects'] = new Proxy(tx.effects, {
    get: (target, name) => (name === 'want' ? want : (Reflect.get(target, name) as unknown)),
  });
  return new Proxy(tx, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (name === 'effects') return effects;
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

function override(github: GitHub, methods: Partial<GitHub>): GitHub {
  const changed: GitHub = { ...github, ...methods, as: () => changed };
  return changed;
}

export function portMutantOf(name: string | null): PortMutant | null {
  if (name === null || name === '') return null;
  const found = PORT_MUTANTS.find((mutant) => mutant.name === name);
  if (!found) throw new Error(`there is no such defect: ${name}`);
  return found;
}
