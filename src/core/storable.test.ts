import { expect, it } from 'vitest';
import { storable } from './storable.ts';

it('replaces NUL and halves of surrogate pairs, wherever they stand', () => {
  const text = 'a\0b\uD83Dc\uDE80';
  expect(storable({ [text]: [text, { deep: text }], n: 1, no: null })).toEqual({
    'a\uFFFDb\uFFFDc\uFFFD': ['a\uFFFDb\uFFFDc\uFFFD', { deep: 'a\uFFFDb\uFFFDc\uFFFD' }],
    n: 1,
    no: null,
  });
});

it('leaves everything else as it was', () => {
  const at = new Date(0);
  const bytes = Buffer.from('\0');
  expect(storable(['🚀 \t\n\u0001 é', at, bytes])).toEqual(['🚀 \t\n\u0001 é', at, bytes]);
  const odd = JSON.parse('{"__proto__": {"admin": true}}') as Record<string, unknown>;
  expect(Object.getPrototypeOf(storable(odd))).toBe(Object.prototype);
});
