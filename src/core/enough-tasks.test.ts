import { expect, it } from 'vitest';
import { enoughTasks } from './enough-tasks.ts';

const open = [1, 2, 4, 8].map((weight, at) => ({ issue: 11 + at, weight }));

it('names any one that would do, the lightest first', () => {
  expect(enoughTasks({ all: 40, percent: 41, open }, 50)).toEqual({ issues: [13, 14], together: false });
  const equal = [1, 2, 3, 4].map((issue) => ({ issue, weight: 1 }));
  expect(enoughTasks({ all: 4, percent: 0, open: equal }, 25)).toEqual({
    issues: [1, 2, 3],
    together: false,
  });
});

it('names the fewest that would do together', () => {
  expect(enoughTasks({ all: 100, percent: 0, open }, 12)).toEqual({ issues: [14, 13], together: true });
});

it('names none where there are too few, or too many for a sentence', () => {
  expect(enoughTasks({ all: 100, percent: 0, open }, 50)).toBeNull();
  expect(enoughTasks({ all: 15, percent: 0, open }, 100)).toBeNull();
});
