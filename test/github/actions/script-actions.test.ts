import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecordedRepository, type RecordedRepository } from './recorded-repository.ts';
import { scriptActions, type Decide, type ScriptedActions } from './script-actions.ts';

const JOB = 'runs-on: ubuntu-latest, steps: [{ run: "true" }]';
const CI = '.github/workflows/ci.yml';

function workflow(jobs: string, on = 'push'): Record<string, string> {
  return { [CI]: `name: CI\non: ${on}\njobs:\n${jobs}` };
}

const CHAIN = workflow(`  build: { ${JOB} }\n  test: { needs: build, ${JOB} }\n`);

// Real processes, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let repo: RecordedRepository;
let running: ScriptedActions | undefined;

beforeEach(async () => {
  repo = await createRecordedRepository();
});

afterEach(async () => {
  await running?.stop();
  await repo.remove();
});

function start(decide?: Decide): ScriptedActions {
  running = scriptActions(repo, decide);
  return running;
}

async function pushed(files: Record<string, string>, branch = 'main'): Promise<readonly string[]> {
  await repo.push(branch, files);
  await running?.idle();
  return repo.runs.at(-1)?.log ?? [];
}

describe('a push', () => {
  it('runs its workflow, each job when those it needs have ended', async () => {
    start();
    expect(await pushed(CHAIN)).toEqual([
      'build queued',
      'build started',
      'build success',
      'test queued',
      'test started',
      'test success',
      'run success',
    ]);
    const { path, name, event, headBranch, jobs } = repo.runs[0]?.asked ?? {};
    expect({ path, name, event, headBranch, jobs }).toEqual({
      path: CI,
      name: 'CI',
      event: 'push',
      headBranch: 'main',
      jobs: ['build'],
    });
  });

  it('brings its own workflow files: a branch can add one', async () => {
    start();
    const base = await repo.push('main', CHAIN);
    const own = { ...CHAIN, '.github/workflows/own.yaml': `on: push\njobs: { own: { ${JOB} } }` };
    await repo.push('agent-d/1-x', own, { parent: base });
    await running?.idle();
    const paths = repo.runs
      .filter(({ asked }) => asked.headBranch === 'agent-d/1-x')
      .map(({ asked }) => asked.path);
    expect(paths.sort()).toEqual([CI, '.github/workflows/own.yaml']);
  });

  it('wakes nothing where the branch is not listened to, is deleted, or the commit says so', async () => {
    start();
    const files = workflow(`  a: { ${JOB} }`, "{ push: { branches: ['flotilla/candidate/**'] } }");
    await repo.push('main', files);
    await repo.push('flotilla/candidate/1', files, { message: 'Change\n\n[skip ci]' });
    await repo.deleteBranch('flotilla/candidate/1');
    await running?.idle();
    expect(repo.runs).toEqual([]);

    await repo.push('flotilla/candidate/2', files);
    await running?.idle();
    expect(repo.runs.map(({ asked }) => asked.headBranch)).toEqual(['flotilla/candidate/2']);
  });

  it('shows an invalid workflow file as a failed run without jobs', async () => {
    start();
    expect(await pushed({ [CI]: 'on: push\njobs: {' })).toEqual(['run failure']);
  });
});

describe('a job', () => {
  it('is skipped when a job it needs failed, unless it says otherwise', async () => {
    start(({ name }) => (name === 'build' ? 'failure' : 'success'));
    const jobs = `  build: { ${JOB} }
  test: { needs: build, ${JOB} }
  deploy: { needs: test, ${JOB} }
  report: { needs: test, if: failure(), ${JOB} }
  clean: { needs: [build, test], if: always(), ${JOB} }`;
    const log = await pushed(workflow(jobs));
    expect(log.filter((line) => !/queued|started/.test(line)).sort()).toEqual([
      'build failure',
      'clean success',
      'deploy skipped',
      'report success',
      'run failure',
      'test skipped',
    ]);
  });

  it('of a matrix takes the others down with it, unless fail-fast is off', async () => {
    const decide: Decide = ({ name }) => (name.endsWith('(20)') ? 'failure' : 'pending');
    start(decide);
    const matrix = (more: string) =>
      workflow(`  test: { strategy: { matrix: { node: [20, 24] }${more} }, ${JOB} }`);
    expect(await pushed(matrix(''))).toEqual(
      expect.arrayContaining(['test (20) failure', 'test (24) cancelled', 'run failure']),
    );

    const slow = await repo.push('slow', matrix(', fail-fast: false'));
    await running?.finish({ sha: slow }, 'success');
    expect(repo.runs.at(-1)?.log).toEqual(
      expect.arrayContaining(['test (20) failure', 'test (24) success', 'run failure']),
    );
  });

  it('with a condition that cannot be read fails', async () => {
    start();
    expect(await pushed(workflow(`  a: { if: fromJSON(x), ${JOB} }`))).toEqual([
      'a queued',
      'a failure',
      'run failure',
    ]);
  });

  it.each([
    ['skipped', 'run skipped'],
    ['cancelled', 'run cancelled'],
    ['timed_out', 'run timed_out'],
  ] as const)('that ends %s makes the run say so', async (conclusion, expected) => {
    start(() => conclusion);
    expect((await pushed(workflow(`  a: { ${JOB} }`))).at(-1)).toBe(expected);
  });
});

describe('a test', () => {
  it('ends jobs when it likes, one by one or to the end of the run', async () => {
    const actions = start(() => 'pending');
    const sha = await repo.push('main', CHAIN);

    await actions.finish({ sha, job: 'build' }, 'success');
    expect(actions.pending().map(({ name }) => name)).toEqual(['test']);
    await actions.finish({ sha, job: 'test' }, 'failure');
    expect(repo.runs[0]?.log.at(-1)).toBe('run failure');

    const other = await repo.push('other', CHAIN, { message: 'Other' });
    await actions.finish({ branch: 'other', sha: other }, 'success');
    expect(repo.runs[1]?.log.slice(-2)).toEqual(['test success', 'run success']);
  });

  it('is told what is pending when it waits for a job in vain', async () => {
    const actions = start(() => 'pending');
    await repo.push('main', CHAIN);
    await actions.started({ job: 'build' });
    await expect(actions.finish({ job: 'nonsense' }, 'success', 1)).rejects.toThrow(
      'no job {"job":"nonsense"}',
    );
    await expect(actions.finish({ job: 'nonsense' }, 'success', 1)).rejects.toThrow('"name":"build"');
  });

  it('that stops leaves nothing running', async () => {
    const actions = start(() => 'pending');
    await repo.push('main', CHAIN);
    await actions.started({ job: 'build' });
    await actions.stop();
    expect(actions.pending()).toEqual([]);
    expect(repo.runs[0]?.log.at(-1)).toBe('run cancelled');
    await repo.push('later', CHAIN);
    expect(repo.runs).toHaveLength(1);
  });
});

describe('a rerun', () => {
  it('runs the named jobs again, in their order, and ends the run anew', async () => {
    let verdict: 'failure' | 'success' = 'failure';
    const actions = start(({ name }) => (name === 'build' ? 'success' : verdict));
    const log = await pushed(
      workflow(`  build: { ${JOB} }\n  test: { needs: build, ${JOB} }\n  web: { needs: test, ${JOB} }`),
    );
    expect(log.at(-1)).toBe('run failure');

    verdict = 'success';
    const before = log.length;
    repo.rerun(['test', 'web']);
    await actions.idle();
    expect(log.slice(before)).toEqual([
      'test started',
      'test success',
      'web started',
      'web success',
      'run success',
    ]);
  });
});

describe('a pull request', () => {
  const files = workflow(`  a: { ${JOB} }`, '{ pull_request: { branches: ["epic-*/**"] } }');

  it('runs on what merging it gives, and not while it conflicts', async () => {
    start();
    const base = await repo.push('epic-1/x', { ...files, a: '1\n' });
    const head = await repo.push('agent-d/1-x', { ...files, a: '2\n' }, { parent: base });
    const change = { action: 'opened', headRef: 'agent-d/1-x', headSha: head, baseRef: 'epic-1/x' };
    repo.pull(change);
    repo.pull({ ...change, action: 'labeled' });
    repo.pull({ ...change, baseRef: 'main' });
    await running?.idle();
    expect(repo.runs.map(({ asked }) => [asked.event, asked.headSha])).toEqual([['pull_request', head]]);

    await repo.push('epic-1/x', { ...files, a: '3\n' }, { parent: base });
    repo.pull({ ...change, action: 'synchronize' });
    await running?.idle();
    expect(repo.runs).toHaveLength(1);
  });
});
