import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const oxlint = join(root, 'node_modules', 'oxlint', 'bin', 'oxlint');

// In the repository, so that the real configuration is found; the name keeps it out of git, and of other tests.
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(root, 'test', '.lint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('finds a promise that nobody waits for', () => {
  const { status, output } = lint('async function work() {}\nexport function start() {\n  work();\n}\n');
  expect(output).toContain('typescript(no-floating-promises)');
  expect(status).toBe(1);
}, 30_000);

it('has nothing to say about one that is waited for', () => {
  const { status, output } = lint(
    'async function work() {}\nexport async function start() {\n  await work();\n}\n',
  );
  expect(output).not.toContain('no-floating-promises');
  expect(status).toBe(0);
}, 30_000);

function lint(source: string): { readonly status: number | null; readonly output: string } {
  const file = join(folder, 'planted.ts');
  writeFileSync(file, source);
  // --no-ignore: git ignores the planted file, the linter must not.
  const run = spawnSync(process.execPath, [oxlint, '--type-aware', '--no-ignore', file], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status: run.status, output: `${run.stdout}${run.stderr}` };
}
