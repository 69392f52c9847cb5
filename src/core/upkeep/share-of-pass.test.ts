import { expect, it } from 'vitest';
import { shareOfPass } from './share-of-pass.ts';

it('is everything where that is little, and comes round where it is much', () => {
  expect([shareOfPass([], 7, 3), shareOfPass([1, 2, 3], 7, 3)]).toEqual([[], [1, 2, 3]]);
  const passes = [0, 1, 2, 3].map((pass) => shareOfPass([1, 2, 3, 4, 5, 6, 7], pass, 3));
  expect(passes).toEqual([[1, 2, 3], [4, 5, 6], [7], [1, 2, 3]]);
});
