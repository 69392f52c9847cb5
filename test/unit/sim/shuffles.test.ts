import { expect, it } from 'vitest';
import { judgeShuffle } from '../../sim/shuffles/judge-shuffle.ts';
import { runShuffle } from '../../sim/shuffles/run-shuffle.ts';

const SHUFFLES = 8;

it('ends in one state, whatever of 300 events comes late, twice, or never', async () => {
  const { events, end } = await runShuffle(0);
  expect(events).toBeGreaterThanOrEqual(300);
  expect(end.filter((line) => line.startsWith('task ')).length).toBeGreaterThanOrEqual(25);
  for (let number = 1; number <= SHUFFLES; number += 1) {
    const { missing, surplus, errors, arrived } = await judgeShuffle(number, end);
    expect({ number, missing, surplus, errors }).toEqual({ number, missing: [], surplus: [], errors: [] });
    expect(arrived).toBeLessThan(events);
  }
});

it('does the same again for the same number', async () => {
  expect((await runShuffle(3)).end).toEqual((await runShuffle(3)).end);
});
