import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { Polls } from '../../src/ports.ts';
import { createMemoryStore } from '../sim/memory-store/create-memory-store.ts';
import { createDatabase as createMemoryDatabase } from '../sim/memory-store/database.ts';
import { polls } from '../sim/memory-store/polls.ts';
import { createRandom } from '../sim/random.ts';
import { createScheduler } from '../sim/scheduler.ts';
import { createTrace } from '../sim/trace.ts';
import { CONFIG, createFixture, fakeSha, type Fixture } from './store-fixture.ts';
import { age } from './twin-store/age.ts';
import { answerOf, createAnswers } from './twin-store/answer.ts';
import { entryOperations } from './twin-store/entry-operations.ts';
import { MINUTE, type Operation } from './twin-store/operation.ts';
import { pollOperations } from './twin-store/poll-operations.ts';
import { projectOperations } from './twin-store/project-operations.ts';
import { pullOperations } from './twin-store/pull-operations.ts';
import { queueOperations } from './twin-store/queue-operations.ts';
import { inScene, noted, REPO_ID, type Side } from './twin-store/side.ts';
import { syncOperations } from './twin-store/sync-operations.ts';
import { taskOperations } from './twin-store/task-operations.ts';

/** The thorough run asks for more of them. */
const SEEDS = Array.from({ length: Number(process.env['TWIN_SEEDS'] ?? 6) }, (_, index) => index + 1);
const STEPS = 250;

const passTime: Operation = {
  name: 'time passes',
  run: (side, random) => side.pass(random.pick([1, 3, 12, 40]) * MINUTE),
};
const GROUPS: readonly (readonly Operation[])[] = [
  projectOperations,
  taskOperations,
  taskOperations,
  pullOperations,
  pullOperations,
  entryOperations,
  entryOperations,
  queueOperations,
  queueOperations,
  syncOperations,
  pollOperations,
  [passTime],
];

const reached = new Set<string>();
let fixture: Fixture;

beforeAll(async () => {
  fixture = await createFixture();
});
afterAll(() => fixture.close());

function side(store: Side['store'], about: Polls, now: Side['now'], pass: Side['pass']): Side {
  const asked = { store: noted(store, reached), polls: noted(about, reached, 'polls.') };
  return { ...asked, now, pass, holds: [], entries: [], effects: [], reached };
}

/** The store of the simulation; every statement takes it a millisecond. */
function memorySide(): Side {
  let now = Date.now();
  const runner = { name: 'twin', alive: true, frozenUntil: 0 };
  const scheduler = createScheduler(now, createRandom(1), createTrace(now));
  const tick = () => {
    now += 1;
    return now;
  };
  const database = createMemoryDatabase(tick, async () => undefined);
  const store = createMemoryStore(database, {
    runner,
    scheduler,
    between: () => false,
    reach: async () => undefined,
    commit: async (_what, commit) => commit(),
    ring: () => undefined,
  });
  return side(
    store,
    polls(database, runner),
    () => now,
    async (ms) => {
      now += ms;
    },
  );
}

async function begin(one: Side): Promise<void> {
  const repo = { repoId: REPO_ID, installationId: 7, owner: 'octo', name: 'fleet', defaultBranch: 'main' };
  await one.store.transaction((tx) => tx.projects.upsert({ ...repo, state: 'active' }));
  await inScene(one, ({ tx, project }) => tx.projects.configure(project, CONFIG, fakeSha('c')));
}

describe('the store of the simulation', () => {
  it.each(SEEDS)('answers as PostgreSQL does, whatever is asked (seed %i)', async (seed) => {
    await fixture.sql('truncate projects, deliveries, effect_waits restart identity cascade');
    const real = side(fixture.store, createUpkeep(fixture.pool).polls, Date.now, (ms) =>
      age(fixture.pool, ms),
    );
    const memory = memorySide();
    const said = { real: createAnswers(), memory: createAnswers() };
    for (const one of [real, memory]) await begin(one);
    const random = createRandom(seed);

    const story: string[] = [];
    for (let step = 0; step < STEPS; step += 1) {
      const operation = random.pick(random.pick(GROUPS));
      const drawn = random.int(1e9);
      const why: string[] = [];
      const answers = [real, memory].map(async (one) =>
        answerOf(() => operation.run(one, createRandom(drawn)), why),
      );
      const [wanted, got] = await Promise.all(answers);
      story.push(operation.name);
      const at = `step ${step} of seed ${seed}: ${operation.name}, after ${story.slice(-6, -1).join(', ')} ${why.join('; ')}`;
      expect(said.memory.of(got, memory.now()), at).toEqual(said.real.of(wanted, real.now()));
    }
  });

  it('was asked everything that a use case may ask', async () => {
    const groups = await fixture.store.transaction(async (tx) => ({ ...tx }));
    const all = [
      ...methodsOf(groups, ''),
      ...methodsOf(
        {
          read: fixture.store.read,
          inbox: fixture.store.inbox,
          outbox: fixture.store.outbox,
          polls: createUpkeep(fixture.pool).polls,
        },
        '',
      ),
      'inLane',
      'holdLane',
      'renewLane',
      'releaseLane',
    ];
    expect(all.length).toBeGreaterThan(90);
    expect(all.filter((name) => !reached.has(name) && !SHOWN_ONLY.has(name))).toEqual([]);
  });
});

/** What is only shown, on pages and in the answer to `/next`, and what only the API asks: the simulation has neither. */
const SHOWN_ONLY = new Set(['read.statusPage', 'outbox.dead', 'tasks.open', 'settleWrite']);

function methodsOf(owner: object, path: string): readonly string[] {
  return Object.entries(owner).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'function' ? [`${path}${name}`] : methodsOf(value as object, `${path}${name}.`),
  );
}
