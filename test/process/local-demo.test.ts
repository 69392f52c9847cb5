import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('loads the seed as a plan is applied, counts it, and ends', { timeout: 240_000 }, async () => {
  const args = ['--import', 'tsx', 'test/demo/main.ts', '--local', '--exit', '--json'];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { timeout: 230_000 });

  expect(JSON.parse(stdout)).toEqual({
    tasks: 28,
    done: 8,
    epics: 5,
    dependencies: 31,
    pendingDeliveries: 0,
    deadDeliveries: 0,
    problems: 0,
  });
  expect(stderr).toContain('status page http://127.0.0.1:');
});
