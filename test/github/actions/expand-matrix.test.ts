import { expect, it } from 'vitest';
import { expandMatrix } from './expand-matrix.ts';

it('makes one combination of nothing', () => {
  expect(expandMatrix()).toEqual([{}]);
});

it('multiplies the axes in their order', () => {
  expect(expandMatrix({ node: [20, 24], os: ['linux', 'mac'] })).toEqual([
    { node: 20, os: 'linux' },
    { node: 20, os: 'mac' },
    { node: 24, os: 'linux' },
    { node: 24, os: 'mac' },
  ]);
});

it('leaves out what is excluded and adds what is included', () => {
  const matrix = {
    node: [20, 24],
    exclude: [{ node: 24 }],
    include: [{ node: 20, slow: true }, { node: 26 }],
  };
  expect(expandMatrix(matrix)).toEqual([{ node: 20, slow: true }, { node: 26 }]);
  expect(expandMatrix({ include: [{ node: 1 }, { node: 2 }] })).toEqual([{ node: 1 }, { node: 2 }]);
});

it('refuses an axis that is no list', () => {
  expect(() => expandMatrix({ node: 20 })).toThrow('strategy.matrix.node must be a list');
});
