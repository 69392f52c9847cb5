import { afterAll, beforeAll, expect, it } from 'vitest';
import { ZERO_SHA } from '../../src/core/model/ids.ts';
import { createRandom } from '../sim/random.ts';
import { BRANCHES, gitOperations } from './twin-git/git-operations.ts';
import { memorySide, realSide, type GitSide } from './twin-git/git-side.ts';

/** The thorough run asks for more of them. */
const SEEDS = Array.from({ length: Number(process.env['TWIN_SEEDS'] ?? 1) }, (_, index) => index + 1);
const STEPS = 60;
const OBJECT = /^[0-9a-f]{40}$/;

let real: GitSide;
beforeAll(async () => {
  real = await realSide();
});
afterAll(() => real.close());

/** Object ids by the order in which they were first seen: the same commits and trees are the same on both sides. */
function createNames(): (answer: unknown) => unknown {
  const seen = new Map<string, string>();
  return function named(value: unknown): unknown {
    if (typeof value === 'string' && OBJECT.test(value) && !/^0+$/.test(value)) {
      const name = seen.get(value) ?? `object ${seen.size + 1}`;
      seen.set(value, name);
      return name;
    }
    if (Array.isArray(value)) return value.map(named);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, named(one)]));
  };
}

/** Every branch is there, with work on it. */
async function begin({ push, github, repo, tip }: GitSide): Promise<void> {
  await push('epic-1', 'main', { 'src/a': 'begun\n' });
  for (const branch of ['agent/1', 'agent/2']) await push(branch, 'epic-1', { 'src/b': `${branch}\n` });
  for (const [branch, from] of [
    ['flotilla/prep/1/1', 'epic-1'],
    ['flotilla/candidate/1-1', 'agent/1'],
  ] as const)
    await github.createBranch(repo, branch, tip(from) ?? ZERO_SHA);
}

async function answer(call: () => Promise<unknown>, why: string[]): Promise<unknown> {
  try {
    return await call();
  } catch (error) {
    why.push(String(error));
    return 'refused';
  }
}

it.each(SEEDS)('git in memory does what real git does, whatever is asked (seed %i)', async (seed) => {
  const sides = seed === SEEDS[0] ? [real, memorySide()] : [await realSide(), memorySide()];
  const names = sides.map(createNames);
  const random = createRandom(seed);
  const story: string[] = [];
  try {
    for (const side of sides) await begin(side);
    for (let step = 0; step < STEPS; step += 1) {
      const operation = random.pick(gitOperations);
      const drawn = random.int(1e9);
      const why: string[] = [];
      const [wanted, got] = await Promise.all(
        sides.map(async (side, at) => {
          const said = await answer(() => operation.run(side, createRandom(drawn)), why);
          return names[at]?.([said, BRANCHES.map((branch) => [branch, side.tip(branch)])]);
        }),
      );
      story.push(operation.name);
      expect(got, `step ${step}: ${story.slice(-6).join(', ')}; ${why.join('; ')}`).toEqual(wanted);
    }
  } finally {
    if (sides[0] !== real) await sides[0]?.close();
  }
  expect(new Set(story)).toEqual(new Set(gitOperations.map(({ name }) => name)));
});
