import { describe, expect, it } from 'vitest';
import { judgeGates, overall, type Proof } from './judge-gates.ts';
import type { Sha } from './model/ids.ts';
import type { WorkflowJob, WorkflowRun } from './model/check.ts';
import type { GateConfig } from './model/repository-config.ts';

const COMMIT = 'c'.repeat(40) as Sha;
const CANDIDATE: Proof = { kind: 'candidate', branch: 'flotilla/candidate/3-1' };
const TESTS: GateConfig = {
  kind: 'workflow',
  name: 'tests',
  workflow: 'ci.yml',
  job: 'test*',
  evidence: 'test',
  skipped: 'fail',
};

describe('a gate that a workflow run is to pass', () => {
  it.each([
    { of: 'every matching job succeeded', jobs: ['test (1)', 'test (2)', 'lint'], says: 'passed' },
    { of: 'no job of the name was run, as after a failure to start', jobs: [], says: 'failed' },
    { of: 'only other jobs were run', jobs: ['build', 'lint'], says: 'failed' },
  ])('is $says when $of', ({ jobs, says }) => {
    expect(verdict(run({ jobs: jobs.map((name) => job(name)) }))).toBe(says);
  });

  it.each(['failure', 'neutral', 'skipped', 'cancelled', 'timed_out', 'action_required', 'stale', null])(
    'is failed when one of its jobs ends as %s',
    (conclusion) => {
      expect(verdict(run({ jobs: [job('test (1)'), job('test (2)', conclusion)] }))).toBe('failed');
    },
  );

  it('waits while the run goes on, since a matrix may still add jobs', () => {
    expect(verdict(run({ completed: false, jobs: [job('test (1)')] }))).toBe('waiting');
  });

  it.each([
    { why: 'its branch is another one', of: { branch: 'evil' } },
    { why: 'it is of another file', of: { workflow: 'mine.yml' } },
    { why: 'it tested another commit', of: { sha: 'd'.repeat(40) as Sha } },
    { why: 'it tested a merge that GitHub made up', of: { event: 'pull_request' } },
  ])('is not proved by a run when $why', ({ of }) => {
    expect(verdict(run(of))).toBe('waiting');
  });

  it('believes the newest run of the same event', () => {
    const failed = run({ id: 2, jobs: [job('test (1)', 'failure')] });
    expect(verdict(run({ id: 1 }), failed)).toBe('failed');
    expect(verdict(failed, run({ id: 3 }))).toBe('passed');
  });
});

it('is never a pass when no gate is configured', () => {
  expect(overall(judgeGates([], { sha: COMMIT, runs: [run({})], checks: [] }, CANDIDATE))).toBe('waiting');
});

function verdict(...runs: readonly WorkflowRun[]): string {
  return overall(judgeGates([TESTS], { sha: COMMIT, runs, checks: [] }, CANDIDATE));
}

function run(of: Partial<WorkflowRun>): WorkflowRun {
  return {
    id: 1,
    attempt: 1,
    workflow: 'ci.yml',
    event: 'push',
    branch: CANDIDATE.branch,
    sha: COMMIT,
    completed: true,
    conclusion: 'success',
    url: 'run/1',
    jobs: [job('test (1)')],
    ...of,
  };
}

function job(name: string, conclusion: string | null = 'success'): WorkflowJob {
  return { name, completed: conclusion !== null, conclusion, url: `job/${name}` };
}
