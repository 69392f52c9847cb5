import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecordedRepository, type RecordedRepository } from './recorded-repository.ts';
import type { Actions } from './serve-runs.ts';
import { startActions, type ActionsOptions, type JobReport } from './start-actions.ts';

const CI = '.github/workflows/ci.yml';
const CHECKOUT = '{ uses: actions/checkout@v4 }';

// Real processes, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let repo: RecordedRepository;
let scratch: string;
let actions: Actions;
let reports: JobReport[];

beforeEach(async () => {
  repo = await createRecordedRepository();
  scratch = await mkdtemp(join(tmpdir(), 'scratch-'));
  reports = [];
});

afterEach(async () => {
  await actions.stop();
  await Promise.all([repo.remove(), rm(scratch, { recursive: true })]);
});

function start(options: ActionsOptions = {}): void {
  actions = startActions({ url: 'http://127.0.0.1:1' }, repo, {
    onJob: (report) => reports.push(report),
    ...options,
  });
}

function ci(steps: string, more = ''): Record<string, string> {
  return {
    [CI]: `name: CI\non: push\n${more}\njobs: { test: { runs-on: ubuntu-latest, steps: [${steps}] } }`,
  };
}

async function pushed(files: Record<string, string>, branch = 'main'): Promise<JobReport | undefined> {
  const sha = await repo.push(branch, files);
  await actions.idle();
  return reports.find((report) => report.sha === sha && report.branch === branch);
}

describe('a job', () => {
  it('really runs its commands on the pushed files', async () => {
    start();
    const steps = `${CHECKOUT}, { run: 'grep -q right answer.txt' }`;
    expect(await pushed({ ...ci(steps), 'answer.txt': 'right' })).toMatchObject({ conclusion: 'success' });
    expect(await pushed({ ...ci(steps), 'answer.txt': 'wrong' }, 'other')).toMatchObject({
      conclusion: 'failure',
    });
    expect(repo.runs.map(({ log }) => log.at(-1))).toEqual(['run success', 'run failure']);
  });

  it('stops at the first step that fails, but for those that want to run then', async () => {
    start();
    const steps = `{ run: echo one }, { run: 'exit 3', continue-on-error: true }, { run: echo two; false; echo never },
      { run: echo skipped }, { run: echo three, if: failure() }, { run: echo four, if: always() }`;
    expect(await pushed(ci(steps))).toMatchObject({
      conclusion: 'failure',
      output: 'one\ntwo\nthree\nfour\n',
    });
  });

  it('sees nothing of the machine that starts it', async () => {
    start();
    process.env.SECRET_OF_THE_DEVELOPER = 'x';
    const report = await pushed(ci('{ run: env }', 'env: { COLOR: blue }'));
    delete process.env.SECRET_OF_THE_DEVELOPER;
    const ofBash = ['', '_', 'SHLVL', 'PWD'];
    const names = (report?.output ?? '').split('\n').map((line) => line.split('=')[0] ?? '');
    expect(names.filter((name) => !ofBash.includes(name)).sort()).toEqual([
      'CI',
      'COLOR',
      'GITHUB_ACTIONS',
      'GITHUB_API_URL',
      'GITHUB_EVENT_NAME',
      'GITHUB_REPOSITORY',
      'GITHUB_SHA',
      'GITHUB_WORKSPACE',
      'HOME',
      'PATH',
      'TMPDIR',
    ]);
    expect(report?.output).toContain(`GITHUB_SHA=${report?.sha}`);
  });

  it('has a token when the workflow asks for permission to write', async () => {
    start();
    const steps = '{ run: \'echo "$GITHUB_TOKEN ${{ secrets.GITHUB_TOKEN }}"\' }';
    expect(await pushed(ci(steps, 'permissions: { checks: write }'))).toMatchObject({
      output: 'ghs_workflow ghs_workflow\n',
    });
    expect(await pushed(ci(steps), 'other')).toMatchObject({ output: ' \n' });
    expect(await pushed(ci(steps, 'permissions: read-all'), 'reader')).toMatchObject({ output: ' \n' });
  });

  it('finds the lent packages beside its checkout', async () => {
    await writeFile(join(scratch, 'package.txt'), 'installed');
    start({ nodeModules: scratch });
    expect(await pushed(ci(`${CHECKOUT}, { run: cat node_modules/package.txt }`))).toMatchObject({
      output: 'installed',
    });
  });

  it('that takes too long is timed out, with all that it started', async () => {
    start({ timeoutMs: 300 });
    const pids = join(scratch, 'pids');
    const report = await pushed(ci(`{ run: 'sleep 60 & echo $! > ${pids}; echo $$ >> ${pids}; wait' }`));
    expect(report).toMatchObject({ conclusion: 'timed_out' });
    await gone(pids);
  });

  it('leaves no process and no folder behind when it ends', async () => {
    start();
    const notes = join(scratch, 'notes');
    const report = await pushed(
      ci(`{ run: 'sleep 60 & echo $! > ${notes}.pids; dirname "$HOME" > ${notes}' }`),
    );
    expect(report).toMatchObject({ conclusion: 'success' });
    await gone(`${notes}.pids`);
    await expect(readdir((await readFile(notes, 'utf8')).trim())).rejects.toThrow('ENOENT');
  });
});

describe('the machine', () => {
  it('runs no more jobs at once than it has slots for', async () => {
    start({ concurrency: 2 });
    const step = `{ run: 'touch ${scratch}/$$; ls ${scratch} | wc -l; sleep 0.1; rm ${scratch}/$$' }`;
    const job = `runs-on: x, strategy: { matrix: { n: [1, 2, 3, 4, 5] } }, steps: [${step}]`;
    await repo.push('main', { [CI]: `on: push\njobs: { a: { ${job} } }` });
    await actions.idle();
    const together = reports.map(({ output }) => Number(output.trim()));
    expect(together).toHaveLength(5);
    expect(Math.max(...together)).toBeLessThanOrEqual(2);
  });

  it('cancels what runs when it stops', async () => {
    start();
    const pids = join(scratch, 'pids');
    await repo.push('main', ci(`{ run: 'echo $$ > ${pids}; sleep 60' }`));
    while (!(await readFile(pids, 'utf8').catch(() => ''))) await setImmediate();
    await actions.stop();
    expect(repo.runs[0]?.log.slice(-2)).toEqual(['test cancelled', 'run cancelled']);
    await gone(pids);
  });

  it('runs the same tree again, unless it was told to remember', async () => {
    const runs = join(scratch, 'runs');
    const files = ci(`{ run: echo again >> ${runs} }`);
    start();
    await pushed(files);
    await pushed(files, 'other');
    await actions.stop();
    expect(await readFile(runs, 'utf8')).toBe('again\nagain\n');

    start({ cacheByTree: true });
    await pushed(files);
    await pushed(files, 'other');
    expect(await readFile(runs, 'utf8')).toBe('again\nagain\nagain\n');
    expect(repo.runs.map(({ log }) => log.at(-1))).toEqual(Array.from({ length: 4 }, () => 'run success'));
  });
});

/** Waits until the processes of that list are no more. */
async function gone(list: string): Promise<void> {
  const pids = (await readFile(list, 'utf8')).trim().split('\n');
  await expect.poll(() => pids.filter(alive)).toEqual([]);
}

/** A killed process stays a zombie until init has collected it, which took over a second here. */
function alive(pid: string): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' });
  return /^[^Z]/.test(stdout.trim());
}
