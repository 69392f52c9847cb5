import { describe, expect, it } from 'vitest';
import { evaluate, type Context, type Status } from './evaluate.ts';
import { holds } from './holds.ts';
import { interpolate } from './interpolate.ts';

const values = {
  matrix: { node: 20 },
  github: { event_name: 'push', ref: 'refs/heads/main' },
  env: { EMPTY: '' },
};

function after(status: Status): Context {
  return { status, values };
}

describe('an expression', () => {
  it.each([
    ["github.event_name == 'push'", true],
    ["github.event_name != 'PUSH'", false],
    ["github.ref == 'refs/heads/main' && matrix.node == 20", true],
    ["!(matrix.node == 20) || startsWith(github.ref, 'refs/heads/')", true],
    ["env.EMPTY || 'nothing  at all'", 'nothing  at all'],
    ["contains(github.ref, 'main')", true],
    ['github.nowhere.at.all', null],
    ["'it''s'", "it's"],
    ['true && false', false],
  ])('%s is %j', (source, expected) => {
    expect(evaluate(source, after('success'))).toEqual(expected);
  });

  it.each(['fromJSON(1)', 'a ==', '(a', 'a b', 'a[0]', "'open", 'f(', ''])(
    '%s is refused, not guessed',
    (source) => {
      expect(() => evaluate(source, after('success'))).toThrow('is not simulated');
    },
  );

  it('is replaced inside a text', () => {
    expect(interpolate('node-${{ matrix.node }} on ${{github.ref}}${{ matrix.os }}', after('success'))).toBe(
      'node-20 on refs/heads/main',
    );
  });
});

describe('a condition', () => {
  it.each([
    [undefined, 'success', true],
    [undefined, 'failure', false],
    ['always()', 'cancelled', true],
    ['failure()', 'failure', true],
    ['failure()', 'success', false],
    ['${{ failure() }}', 'failure', true],
    ['!cancelled()', 'failure', true],
    ['true', 'failure', false],
    ["always() && github.event_name == 'pull_request'", 'success', false],
    ['false', 'success', false],
  ] as const)('%s after %s holds: %s', (condition, status, expected) => {
    expect(holds(condition, after(status))).toBe(expected);
  });
});
