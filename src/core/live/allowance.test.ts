import { expect, it } from 'vitest';
import { spend } from './allowance.ts';

it('an allowance fills by the second, and never above its most', () => {
  const pace = { burst: 2, perSecond: 10 };
  const first = spend({ left: 2, at: 0 }, 0, pace);
  const second = first && spend(first, 0, pace);
  expect([first, second]).toEqual([
    { left: 1, at: 0 },
    { left: 0, at: 0 },
  ]);
  expect(second && spend(second, 99, pace)).toBeNull();
  expect(second && spend(second, 100, pace)).toEqual({ left: 0, at: 100 });
  expect(second && spend(second, 60_000, pace)).toEqual({ left: 1, at: 60_000 });
});
