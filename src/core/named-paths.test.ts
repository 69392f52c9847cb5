import { expect, it } from 'vitest';
import { namedPaths } from './named-paths.ts';

it.each([
  ['Split `src/parser.ts` in two.', ['src/parser.ts']],
  ['See src/core/claim.ts:12 and ./test/claim.test.ts.', ['src/core/claim.ts', 'test/claim.test.ts']],
  ['All of `src/core/`, and `test/**/*.ts`', ['src/core/', 'test/**/*.ts']],
  ['Run `npx vitest src/a.test.ts`, then update `package.json`', ['src/a.test.ts', 'package.json']],
  ['[the parser](src/parser.ts#L10-L20)', ['src/parser.ts']],
  ['`src/a.ts` and src/a.ts', ['src/a.ts']],
])('finds what %s names', (text, expected) => {
  expect(namedPaths([text])).toEqual(expected);
});

it.each([
  'on the branch `epic-1/repositories`, in `acme/fleet`',
  'see https://example.com/a/b.html and github.com/acme/fleet/blob/main/a.ts',
  'and/or, TCP/IP, 1.5/2.0, Node.js, `Node.js`, `process.env`, package.json',
  'import `@octokit/rest.js` from ../outside/a.ts or /etc/passwd.conf',
  '<!-- name files such as src/a.ts -->',
])('takes nothing in %s for a path', (text) => {
  expect(namedPaths([text])).toEqual([]);
});

it('stays small on a text that names many', () => {
  const many = Array.from({ length: 5_000 }, (_, at) => `src/${at}.ts`);
  expect(namedPaths([many.join(' ')])).toHaveLength(50);
});
