import { describe, expect, it } from 'vitest';
import type { GateConfig } from '../../../src/core/model/repository-config.ts';
import { BASE, connected, HEAD, OTHER, R, REPO, useNock } from './nock-github.ts';

const gate = { name: 'tests', evidence: 'test', skipped: 'fail' } as const;
const CI: GateConfig = { ...gate, kind: 'workflow', workflow: 'ci.yml', job: 'test*' };
const PREVIEW: GateConfig = { ...gate, kind: 'app', app: 'vercel', check: 'Vercel - web' };

const run = {
  id: 1,
  run_attempt: 2,
  path: '.github/workflows/ci.yml',
  event: 'push',
  head_branch: 'flotilla/candidate/5-1',
  head_sha: HEAD,
  status: 'completed',
  conclusion: 'success',
  html_url: 'run',
};
const job = {
  name: 'test (20)',
  head_sha: HEAD,
  status: 'completed',
  conclusion: 'success',
  html_url: 'job',
};

describe('the checks of a commit', () => {
  useNock();

  function answerRuns(api: ReturnType<typeof connected>['api'], runs: readonly object[]) {
    api
      .get(`${R}/actions/runs`)
      .query({ head_sha: HEAD, per_page: 100 })
      .reply(200, { total_count: runs.length, workflow_runs: runs });
  }

  it('take one request while nothing is completed, and none without gates', async () => {
    const { github, api } = connected();
    expect(await github.commitChecks(REPO, HEAD, [])).toEqual({ sha: HEAD, runs: [], checks: [] });
    answerRuns(api, [{ ...run, status: 'in_progress', conclusion: null }]);
    const { runs } = await github.commitChecks(REPO, HEAD, [CI]);
    expect(runs).toMatchObject([{ completed: false, conclusion: null, jobs: [] }]);
  });

  it('have the jobs of completed runs of the files that gates name', async () => {
    const { github, api } = connected();
    answerRuns(api, [
      { ...run, path: '.github/workflows/ci.yml@refs/heads/main' },
      { ...run, id: 2, path: '.github/workflows/docs.yml' },
      { ...run, id: 3, path: 'elsewhere/repo/.github/workflows/ci.yml@main' },
      { ...run, id: 4, head_sha: OTHER },
    ]);
    api
      .get(`${R}/actions/runs/1/jobs`)
      .query({ filter: 'latest', per_page: 100 })
      .reply(200, { total_count: 2, jobs: [job, { ...job, name: 'stray', head_sha: OTHER }] });
    expect(await github.commitChecks(REPO, HEAD, [CI, { ...CI, job: 'build' }])).toEqual({
      sha: HEAD,
      checks: [],
      runs: [
        {
          id: 1,
          attempt: 2,
          workflow: 'ci.yml',
          event: 'push',
          branch: 'flotilla/candidate/5-1',
          sha: HEAD,
          completed: true,
          conclusion: 'success',
          url: 'run',
          jobs: [{ name: 'test (20)', completed: true, conclusion: 'success', url: 'job' }],
        },
      ],
    });
  });

  it('read all pages of jobs', async () => {
    const { github, api } = connected();
    answerRuns(api, [run]);
    const page = `${R}/actions/runs/1/jobs`;
    const next = `<https://github.test${page}?filter=latest&per_page=100&page=2>; rel="next"`;
    api
      .get(page)
      .query({ filter: 'latest', per_page: 100 })
      .reply(200, { total_count: 2, jobs: [job] }, { link: next });
    api
      .get(page)
      .query({ filter: 'latest', per_page: 100, page: 2 })
      .reply(200, { total_count: 2, jobs: [{ ...job, name: 'test (22)' }] });
    const { runs } = await github.commitChecks(REPO, HEAD, [CI]);
    expect(runs[0]?.jobs.map(({ name }) => name)).toEqual(['test (20)', 'test (22)']);
  });

  it("count another App's check only under its App, name and commit", async () => {
    const { github, api } = connected();
    const check = {
      id: 8,
      name: 'Vercel - web',
      head_sha: HEAD,
      status: 'completed',
      conclusion: 'success',
      html_url: 'check',
      app: { id: 4, slug: 'vercel' },
    };
    const check_runs = [
      check,
      { ...check, id: 9, app: { id: 5, slug: 'github-actions' } },
      { ...check, id: 10, app: null },
      { ...check, id: 11, head_sha: OTHER },
    ];
    api
      .get(`${R}/commits/${HEAD}/check-runs`)
      .query({ check_name: 'Vercel - web', filter: 'latest', per_page: 100 })
      .reply(200, { total_count: 4, check_runs });
    const { checks } = await github.commitChecks(REPO, HEAD, [PREVIEW]);
    expect(checks).toEqual([
      {
        id: 8,
        appId: 4,
        app: 'vercel',
        name: 'Vercel - web',
        sha: HEAD,
        completed: true,
        conclusion: 'success',
        url: 'check',
      },
    ]);
  });
});

describe('the files of a pull request', () => {
  useNock();

  const file = (filename: string, more: object = {}) => ({
    filename,
    status: 'modified',
    contents_url: `https://github.test${R}/contents/${filename}?ref=${HEAD}`,
    ...more,
  });

  it('count a rename by both names', async () => {
    const { github, api } = connected();
    const files = [file('a.ts'), file('b.ts', { status: 'renamed', previous_filename: 'old.ts' })];
    api.get(`${R}/pulls/9/files`).query({ per_page: 100 }).reply(200, files);
    expect(await github.changedFiles(REPO, 9, HEAD)).toEqual({
      head: HEAD,
      paths: ['a.ts', 'b.ts', 'old.ts'],
      truncated: false,
    });
  });

  it('are refused when they are those of another head', async () => {
    const { github, api } = connected();
    api
      .get(`${R}/pulls/9/files`)
      .query({ per_page: 100 })
      .reply(200, [file('a.ts')]);
    await expect(github.changedFiles(REPO, 9, BASE)).rejects.toThrow(/not those of/);
  });

  it('say when GitHub stopped listing', async () => {
    const { github, api } = connected();
    const link = (page: number) =>
      `<https://github.test${R}/pulls/9/files?per_page=100&page=${page}>; rel="next"`;
    for (let page = 1; page <= 30; page += 1) {
      const files = Array.from({ length: 100 }, (_, index) => file(`${page}-${index}.ts`));
      api
        .get(`${R}/pulls/9/files`)
        .query(page === 1 ? { per_page: 100 } : { per_page: 100, page })
        .reply(200, files, page < 30 ? { link: link(page + 1) } : {});
    }
    expect(await github.changedFiles(REPO, 9, HEAD)).toMatchObject({ truncated: true });
  });

  it('changed on both sides are those that may conflict', async () => {
    const { github, api } = connected();
    api
      .get(`${R}/compare/epic%2F1...${HEAD}`)
      .query({ per_page: 100 })
      .reply(200, { files: [{ filename: 'z' }, { filename: 'a', previous_filename: 'was' }] });
    api
      .get(`${R}/compare/${HEAD}...epic%2F1`)
      .query({ per_page: 100 })
      .reply(200, { files: [{ filename: 'was' }, { filename: 'z' }, { filename: 'y' }] });
    expect(await github.filesChangedOnBothSides(REPO, 'epic/1', HEAD)).toEqual(['was', 'z']);
  });
});

describe('permission', () => {
  useNock();

  const ANN = { id: 5, login: 'ann', isBot: false };
  const path = `${R}/collaborators/ann/permission`;
  const answer = (permission: string, role = permission, id = 5) => ({
    permission,
    role_name: role,
    user: { id, login: 'ann' },
  });

  it('is remembered for a minute by user id, unless a fresh one is wanted', async () => {
    let now = 0;
    const { github, api } = connected({ clock: { now: () => new Date(now) } });
    api.get(path).reply(200, answer('write'));
    expect(await github.permission(REPO, ANN)).toBe('write');
    now = 59_999;
    expect(await github.permission(REPO, ANN)).toBe('write');
    api.get(path).reply(200, answer('read'));
    expect(await github.permission(REPO, ANN, 'fresh')).toBe('read');
    expect(await github.permission(REPO, ANN)).toBe('read');
    now += 60_000;
    api.get(path).reply(200, answer('write', 'maintain'));
    expect(await github.permission(REPO, ANN)).toBe('maintain');
  });

  it.each([
    ['admin', answer('admin'), 200],
    ['read', answer('read', 'triage'), 200],
    ['write', answer('write', 'our-own-role'), 200],
    ['none', answer('none'), 200],
    ['none', { message: 'Not Found' }, 404],
    ['none', answer('admin', 'admin', 6), 200],
    ['none', { permission: 'admin', role_name: 'admin', user: null }, 200],
  ])('is %s for %j', async (permission, body, status) => {
    const { github, api } = connected();
    api.get(path).reply(status, body);
    expect(await github.permission(REPO, ANN)).toBe(permission);
  });

  it('of a bot is none, and nobody is asked', async () => {
    const { github, api } = connected();
    api.get(R).reply(404, {});
    expect(await github.permission(REPO, { id: 6, login: 'a[bot]', isBot: true })).toBe('none');
    await github.repository(REPO);
  });

  it('is unknown when GitHub refuses to tell', async () => {
    const { github, api } = connected();
    api.get(path).reply(403, { message: 'Resource not accessible by integration' });
    await expect(github.permission(REPO, ANN)).rejects.toMatchObject({ status: 403 });
  });
});

describe('issues and lists', () => {
  useNock();

  const issue = {
    number: 4,
    title: 'Write the parser',
    body: null,
    state: 'open',
    state_reason: null,
    labels: [{ name: 'epic:1' }, 'old'],
    user: { id: 5, login: 'sam' },
    updated_at: '2026-01-02T03:04:05Z',
    repository_url: `https://github.test${R}`,
  };
  const snapshot = {
    number: 4,
    title: 'Write the parser',
    body: '',
    state: 'open',
    stateReason: null,
    labels: ['epic:1', 'old'],
    author: 5,
    authorLogin: 'sam',
    updatedAt: new Date('2026-01-02T03:04:05Z'),
    hasParent: false,
    parent: null,
    blockers: 0,
    hasChildren: false,
    milestone: null,
  } as const;

  it('are null where there is no issue of that number', async () => {
    const { github, api } = connected();
    api.get(`${R}/issues/4`).reply(200, issue);
    expect(await github.issue(REPO, 4)).toEqual(snapshot);
    api.get(`${R}/issues/4`).reply(410, { message: 'This issue was deleted' });
    expect(await github.issue(REPO, 4)).toBeNull();
    api.get(`${R}/issues/4`).reply(200, { ...issue, pull_request: {} });
    expect(await github.issue(REPO, 4)).toBeNull();
    api.get(`${R}/issues/4`).reply(200, { ...issue, number: 12 });
    expect(await github.issue(REPO, 4)).toBeNull();
  });

  it('are listed without pull requests', async () => {
    const { github, api } = connected();
    api
      .get(`${R}/issues`)
      .query({ state: 'open', per_page: 100 })
      .reply(200, [issue, { ...issue, number: 9, pull_request: {} }]);
    expect(await github.openIssues(REPO)).toEqual([snapshot]);
  });

  it('have their links read only where they have some', async () => {
    const { github, api } = connected();
    expect(await github.issueLinks(REPO, snapshot)).toEqual({ parent: null, blockedBy: [] });
    api.get(`${R}/issues/4/parent`).reply(200, issue);
    api
      .get(`${R}/issues/4/dependencies/blocked_by`)
      .query({ per_page: 100 })
      .reply(200, [issue, { ...issue, number: 8, repository_url: 'https://github.test/api/repos/a/b' }]);
    const linked = { ...snapshot, hasParent: true, blockers: 2 };
    expect(await github.issueLinks(REPO, linked)).toEqual({
      parent: { number: 4, labels: ['epic:1', 'old'] },
      blockedBy: [
        { repository: null, number: 4 },
        { repository: 'a/b', number: 8 },
      ],
    });
    api.get(`${R}/issues/4/parent`).reply(404, { message: 'Not Found' });
    expect(await github.issueLinks(REPO, { ...snapshot, hasParent: true })).toEqual({
      parent: null,
      blockedBy: [],
    });
  });

  it('list repositories and open pull requests', async () => {
    const { github, api } = connected();
    const repository = {
      id: 7,
      name: 'fleet',
      owner: { login: 'octo' },
      default_branch: 'main',
      archived: false,
    };
    api
      .get('/api/installation/repositories')
      .query({ per_page: 100 })
      .reply(200, { total_count: 1, repositories: [repository] });
    const known = { repoId: 7, owner: 'octo', name: 'fleet', defaultBranch: 'main', archived: false };
    expect(await github.repositoriesOf(3)).toEqual([{ installationId: 3, ...known }]);
    api.get(R).reply(200, repository);
    expect(await github.repository(REPO)).toEqual(known);
    const pull = {
      number: 9,
      title: 't',
      body: null,
      state: 'open',
      draft: true,
      head: { sha: HEAD, ref: 'x', repo: { id: 8 } },
      base: { ref: 'epic/1', repo: { id: 7 } },
      user: null,
      updated_at: '2026-01-02T03:04:05Z',
    };
    api.get(`${R}/pulls`).query({ state: 'open', per_page: 100 }).reply(200, [pull]);
    expect(await github.openPulls(REPO)).toMatchObject([{ number: 9, draft: true, fork: true }]);
  });
});
