import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchGitHub, type GitHubWatch } from '../descriptions/watch-github.ts';
import type { TwinRepository } from '../people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from '../start-github.ts';
import { scriptActions } from './script-actions.ts';
import type { Actions } from './serve-runs.ts';
import { startActions } from './start-actions.ts';

const CI = `
name: CI
on: { push: { branches: ['**', '!flotilla/prep/**'] }, pull_request: { branches: ['epic-*/**'] } }
jobs:
  build: { runs-on: ubuntu-latest, steps: [{ uses: actions/checkout@v4 }, { run: test -f README.md }] }
  test:
    needs: build
    runs-on: ubuntu-latest
    strategy: { matrix: { node: [20, 24] } }
    steps: [{ uses: actions/checkout@v4 }, { run: '! grep -r broken --include=*.txt .' }]
`;

/** Posts a green check of the gate's name on the commit it runs on, as any branch can. */
const FORGER = `
on: push
permissions: { checks: write }
jobs:
  forge:
    runs-on: ubuntu-latest
    steps:
      - env: { BODY: '{"name":"build","head_sha":"\${{ github.sha }}","status":"completed","conclusion":"success"}' }
        run: |
          curl -sf -X POST -H "Authorization: Bearer $GITHUB_TOKEN" -d "$BODY" \\
            "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/check-runs" > answer.json
`;

// Real processes, on a machine that other tests keep busy.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

let github: SimulatedGitHub;
let repo: TwinRepository;
let watch: GitHubWatch;
let actions: Actions | undefined;

beforeEach(async () => {
  github = await startGitHub();
  watch = watchGitHub(github);
  repo = await github.createRepository({
    name: 'app',
    files: { 'README.md': 'hello', '.github/workflows/ci.yml': CI },
    collaborators: { 'agent-d': 'write' },
  });
  github.install(repo);
});

afterEach(async () => {
  await actions?.stop();
  await github.close();
  watch.expectNone();
});

function states(sha: string): readonly string[] {
  return repo.actions
    .runs({ headSha: sha })
    .flatMap(({ state }) => [
      `${state.event} ${state.workflow.path} ${state.status} ${state.conclusion}`,
      ...state.jobs.map((job) => `${job.name} ${job.conclusion}`),
    ]);
}

describe('on the simulated GitHub', () => {
  it('a push is really tested, and its checks tell how it went', async () => {
    actions = startActions(github, repo);
    const good = await repo.pushFiles({ branch: 'agent-d/1-x', files: { 'a.txt': 'fine' }, by: 'agent-d' });
    const bad = await repo.pushFiles({ branch: 'agent-d/1-x', files: { 'a.txt': 'broken' }, by: 'agent-d' });
    await repo.createBranch('flotilla/prep/1', { from: bad });
    await actions.idle();

    expect(states(good)).toEqual([
      'push .github/workflows/ci.yml completed success',
      'build success',
      'test (20) success',
      'test (24) success',
    ]);
    expect(states(bad)[0]).toBe('push .github/workflows/ci.yml completed failure');
    expect(repo.checkRuns(bad, 'build').map(({ app, conclusion }) => [app.slug, conclusion])).toEqual([
      ['github-actions', 'success'],
    ]);
  });

  it('a branch adds a workflow whose token posts a check as GitHub Actions, which is no job of a run', async () => {
    actions = startActions(github, repo);
    const files = { '.github/workflows/forger.yml': FORGER, '.github/workflows/ci.yml': null };
    const sha = await repo.pushFiles({ branch: 'agent-e/2-y', files, by: 'agent-e' });
    await actions.idle();

    expect(states(sha)).toEqual(['push .github/workflows/forger.yml completed success', 'forge success']);
    expect(repo.checkRuns(sha, 'build').map(({ app, conclusion }) => [app.slug, conclusion])).toEqual([
      ['github-actions', 'success'],
    ]);
  });

  it('a pull request is tested as merged, and not while it conflicts', async () => {
    const scripted = scriptActions(repo);
    actions = scripted;
    await repo.createBranch('epic-1/x');
    const head = await repo.pushFiles({
      branch: 'agent-d/1-x',
      files: { 'README.md': 'mine' },
      by: 'agent-d',
    });
    await repo.openPull({ title: 'One', head: 'agent-d/1-x', base: 'epic-1/x', by: 'agent-d' });
    await scripted.idle();
    expect(states(head).filter((line) => line.includes('ci.yml'))).toEqual([
      'push .github/workflows/ci.yml completed success',
      'pull_request .github/workflows/ci.yml completed success',
    ]);

    await repo.pushFiles({ branch: 'epic-1/x', files: { 'README.md': 'theirs' } });
    const next = await repo.pushFiles({ branch: 'agent-d/1-x', files: { 'b.txt': 'b' }, by: 'agent-d' });
    await scripted.idle();
    expect(repo.actions.runs({ headSha: next }).map(({ state }) => state.event)).toEqual(['push']);
  });

  it('a test ends the jobs, and a rerun runs the failed ones again', async () => {
    const scripted = scriptActions(repo, ({ name }) => (name === 'test (20)' ? 'pending' : 'success'));
    actions = scripted;
    const sha = await repo.pushFiles({ branch: 'agent-d/1-x', files: { 'a.txt': 'a' }, by: 'agent-d' });
    await scripted.finish({ sha, job: 'test (20)' }, 'failure');
    expect(states(sha).slice(0, 1)).toEqual(['push .github/workflows/ci.yml completed failure']);

    await repo.actions.runs({ headSha: sha })[0]?.rerun();
    await scripted.finish({ sha, job: 'test (20)' }, 'success');
    expect(states(sha)).toEqual([
      'push .github/workflows/ci.yml completed success',
      'build success',
      'test (20) failure',
      'test (24) success',
      'test (20) success',
    ]);
  });
});
