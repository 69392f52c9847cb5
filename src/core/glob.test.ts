import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesName, matchGlob } from './glob.ts';

describe('a glob', () => {
  it.each([
    ['package.json', 'package.json', true],
    ['package.json', 'web/package.json', false],
    ['**/package.json', 'package.json', true],
    ['**/package.json', 'web/app/package.json', true],
    ['**/package.json', 'not-package.json', false],
    ['**/package.json', 'web/not-package.json', false],
    ['.github/**', '.github/workflows/ci.yml', true],
    ['.github/**', '.github', false],
    ['.github/**', 'docs/.github/x', false],
    ['tsconfig*.json', 'tsconfig.build.json', true],
    ['tsconfig*.json', 'tsconfig/a.json', false],
    ['src/**/*.test.ts', 'src/a.test.ts', true],
    ['src/**/*.test.ts', 'src/a/b/c.test.ts', true],
    ['src/**/*.test.ts', 'srcs/a.test.ts', false],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a**c', 'a/b/c', true],
    ['a**/c', 'ab/x/c', true],
    ['**', 'anything/at/all', true],
    ['**', '', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['a+(b).c', 'a+(b).c', true],
    ['a.c', 'abc', false],
    ['*', 'façade 🚀', true],
    ['?', '🚀', true],
  ])('%j on %j: %j', (glob, text, fits) => {
    expect(matchGlob(glob, text)).toBe(fits);
  });

  it('fits itself when it holds no wildcard', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/[*?]/.test(text));
        expect(matchGlob(text, text)).toBe(true);
      }),
    );
  });

  it('agrees with a regular expression for small inputs', () => {
    const piece = fc.constantFrom('a', 'b', '/', '*', '?', '**', '**/');
    const text = fc.array(fc.constantFrom('a', 'b', '/')).map((chars) => chars.join(''));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), text, (pieces, path) => {
        const glob = pieces.join('');
        expect(matchGlob(glob, path)).toBe(asRegExp(glob).test(path));
      }),
      { numRuns: 2000 },
    );
  });

  it('stays quick on what makes regular expressions slow', () => {
    const start = performance.now();
    expect(matchGlob('*a'.repeat(60) + 'b', 'a'.repeat(5000))).toBe(false);
    expect(matchGlob('**/a/'.repeat(40) + 'b', 'a/'.repeat(2500))).toBe(false);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe('a pattern for names', () => {
  it.each([
    ['test*', 'test (20, ubuntu-latest)', true],
    ['test*', 'unit test', false],
    ['*test*', 'unit test / slow', true],
    ['build', 'build', true],
    ['build', 'Build', false],
    ['why?', 'why?', true],
    ['why?', 'whyx', false],
  ])('%j on %j: %j', (pattern, name, fits) => {
    expect(matchesName(pattern, name)).toBe(fits);
  });
});

function asRegExp(glob: string): RegExp {
  const source = (glob.match(/\*\*\/|\*\*+|[^]/gu) ?? []).reduce(
    (built, part) => {
      const atName = built.previous.endsWith('/');
      const meaning = part === '**/' ? (atName ? '(?:.*/)?' : '.*/') : part.startsWith('**') ? '.*' : null;
      const text = meaning ?? (part === '*' ? '[^/]*' : part === '?' ? '[^/]' : part);
      return { previous: part, source: built.source + text };
    },
    { previous: '/', source: '' },
  ).source;
  return new RegExp(`^${source}$`, 's');
}
