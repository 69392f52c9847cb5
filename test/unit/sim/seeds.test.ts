import { expect, it } from 'vitest';
import { FOUND_SEEDS } from '../../sim/found-seeds.ts';
import { portMutantOf } from '../../sim/mutants/port-mutants.ts';
import { runSeed } from '../../sim/run-seed.ts';

const FAULTS_AT_LEAST = 20;
const COMMANDS_AT_LEAST = 50;

/** All of them run first in `npm run sim`, each time. */
const SOME = FOUND_SEEDS.slice(0, 4);

it.each(SOME)('keeps every promise in seed $seed, which found: $found', async ({ seed }) => {
  const { violation, faults, landed, commands } = await runSeed(seed);
  expect(violation).toBeNull();
  expect(faults).toBeGreaterThanOrEqual(FAULTS_AT_LEAST);
  expect(commands).toBeGreaterThanOrEqual(COMMANDS_AT_LEAST);
  expect(landed).toBeGreaterThan(0);
});

it('does the same again for the same seed, and something else for another', async () => {
  const { hash, steps } = await runSeed(7);
  expect(await runSeed(7)).toMatchObject({ hash, steps, violation: null });
  expect((await runSeed(8)).hash).not.toBe(hash);
});

it('sees that a delivery counts as often as it comes', async () => {
  const portMutant = portMutantOf('no GUID key');
  expect((await runSeed(1, { portMutant })).violation).toMatchObject({ invariant: 'I5' });
});
