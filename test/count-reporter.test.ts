import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it('ends with real counts: broken modules, hooks and lost promises have failed too', () => {
  const output = run({
    'mixed.test.js': `
      import { it, describe, beforeAll } from 'vitest';
      it('passes', () => {});
      it('fails', () => { throw new Error('no'); });
      it.skip('rings over Redis (needs REDIS_URL)', () => {});
      it.todo('later');
      describe('with a broken hook', () => { beforeAll(() => { throw new Error('no'); }); it('never runs', () => {}); });`,
    'broken.test.js': `throw new Error('no');`,
    'lost.test.js': `
      import { it } from 'vitest';
      it('passes, and loses a promise', async () => { void Promise.reject(new Error('lost')); await new Promise(setImmediate); });`,
  });
  expect(output.trimEnd().split('\n').slice(-3)).toEqual([
    'skipped for lack of a Redis: set TEST_REDIS_URL',
    '  rings over Redis (needs REDIS_URL)',
    '2 passed, 4 failed, 3 skipped',
  ]);
}, 60_000);

/** The last lines that vitest prints about these test files with the reporter of this repository. */
function run(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(root, 'test', '.lint-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const reporter = join(root, 'test', 'support', 'count-reporter.ts');
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const args = [vitest, 'run', '--root', folder, '--config', 'none.js', '--reporter', reporter];
  writeFileSync(join(folder, 'none.js'), 'export default {};');
  return spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' }).stdout;
}
