import { describe, expect, it } from 'vitest';
import { ZERO_SHA } from '../../../src/core/model/ids.ts';
import { GitHubBusy, GitHubRefused } from '../../../src/ports.ts';
import { BASE, connected, graphql, HEAD, OTHER, R, REPO, TREE, useNock } from './nock-github.ts';

const LANDING = [
  { branch: 'epic/1', before: BASE, after: HEAD },
  { branch: 'flotilla/candidate/5-1', before: HEAD, after: ZERO_SHA },
];

describe('branches', () => {
  useNock();

  it('creates one, and says when there is one already', async () => {
    const { github, api } = connected();
    api.post(`${R}/git/refs`, { ref: 'refs/heads/a/b', sha: HEAD }).reply(201, {});
    expect(await github.createBranch(REPO, 'a/b', HEAD)).toBe('created');
    api.post(`${R}/git/refs`).reply(422, { message: 'Reference already exists' });
    expect(await github.createBranch(REPO, 'a/b', HEAD)).toBe('exists');
    api.post(`${R}/git/refs`).reply(422, { message: 'Object does not exist' });
    await expect(github.createBranch(REPO, 'a/b', HEAD)).rejects.toMatchObject({ status: 422 });
  });

  it('deletes one, and is content when there is none', async () => {
    const { github, api } = connected();
    api.delete(`${R}/git/refs/heads%2Fa%2Fb`).reply(204);
    expect(await github.deleteBranch(REPO, 'a/b')).toBe('deleted');
    api.delete(`${R}/git/refs/heads%2Fa%2Fb`).reply(422, { message: 'Reference does not exist' });
    expect(await github.deleteBranch(REPO, 'a/b')).toBe('missing');
    api.delete(`${R}/git/refs/heads%2Fa%2Fb`).reply(404, { message: 'Not Found' });
    expect(await github.deleteBranch(REPO, 'a/b')).toBe('missing');
    api.delete(`${R}/git/refs/heads%2Fa%2Fb`).reply(422, { message: 'Repository rule violations found' });
    await expect(github.deleteBranch(REPO, 'a/b')).rejects.toBeInstanceOf(GitHubRefused);
  });

  it('names those under a prefix', async () => {
    const { github, api } = connected();
    api
      .get(`${R}/git/matching-refs/heads%2Fflotilla%2F`)
      .query({ per_page: 100 })
      .reply(200, [{ ref: 'refs/heads/flotilla/prep/1/2' }]);
    expect(await github.branches(REPO, 'flotilla/')).toEqual(['flotilla/prep/1/2']);
  });

  it('moves several at once, learning the id of the repository the first time only', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { id: 'R_1' } } });
    const seen = graphql(api, { data: { updateRefs: { clientMutationId: null } } });
    expect(await github.updateRefs(REPO, LANDING)).toEqual({ ok: true, value: null });
    expect(seen.query).toMatch(/^mutation .*RefUpdate!/);
    expect(seen.variables).toEqual({
      repositoryId: 'R_1',
      refUpdates: [
        { name: 'refs/heads/epic/1', beforeOid: BASE, afterOid: HEAD, force: false },
        {
          name: 'refs/heads/flotilla/candidate/5-1',
          beforeOid: HEAD,
          afterOid: '0'.repeat(40),
          force: false,
        },
      ],
    });
    graphql(api, { data: { updateRefs: null } });
    expect(await github.updateRefs(REPO, LANDING)).toMatchObject({ ok: true });
  });

  it.each([
    ['UNPROCESSABLE', 'Reference cannot be updated: expected bbbb but is at dddd', 'moved'],
    ['UNPROCESSABLE', 'Update is not a fast forward', 'moved'],
    ['STALE_DATA', 'Ref refs/heads/x is at another commit', 'moved'],
    ['NOT_FOUND', 'Could not resolve to a Ref', 'moved'],
    [
      'UNPROCESSABLE',
      'Repository rule violations found: Changes must be made through a pull request',
      'denied',
    ],
    ['UNPROCESSABLE', 'Protected branch update failed for refs/heads/epic/1', 'denied'],
    ['FORBIDDEN', 'Resource not accessible by integration', 'denied'],
    [
      'UNPROCESSABLE',
      'refusing to allow a GitHub App to update workflow without `workflows` permission',
      'denied',
    ],
  ])('takes %s "%s" for %s', async (type, message, kind) => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { id: 'R_1' } } });
    graphql(api, { data: { updateRefs: null }, errors: [{ type, message, path: ['updateRefs'] }] });
    expect(await github.updateRefs(REPO, LANDING)).toEqual({ ok: false, error: { kind, message } });
  });

  it('does not take the name of a branch for a rule', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { id: 'R_1' } } });
    const message = 'refs/heads/protected-paths is not at the expected oid';
    graphql(api, { data: { updateRefs: null }, errors: [{ type: 'UNPROCESSABLE', message }] });
    const update = { branch: 'protected-paths', before: BASE, after: HEAD };
    expect(await github.updateRefs(REPO, [update])).toMatchObject({ error: { kind: 'moved' } });
  });

  it('throws when nobody knows whether they moved, and does not ask twice', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { id: 'R_1' } } });
    graphql(api, { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] });
    const error = await github.updateRefs(REPO, LANDING).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(GitHubRefused);
    graphql(api, { message: 'Bad gateway' }, 502);
    await expect(github.updateRefs(REPO, LANDING)).rejects.toMatchObject({ status: 502 });
    graphql(api, { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] });
    await expect(github.updateRefs(REPO, LANDING)).rejects.toBeInstanceOf(GitHubBusy);
  });
});

describe('whether a branch contains a commit', () => {
  useNock();

  function answer(tip: string, compare: object | null, name = 'epic/1') {
    return { data: { repository: { ref: { name, target: { oid: tip, tree: { oid: TREE } }, compare } } } };
  }
  const between = { headTarget: { oid: HEAD } };

  it('takes one request', async () => {
    const { github, api } = connected();
    const seen = graphql(api, answer(HEAD, null));
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toEqual({
      sha: HEAD,
      tree: TREE,
      contains: true,
    });
    expect(seen.variables).toMatchObject({ ref: 'refs/heads/epic/1', commit: HEAD });
    graphql(api, answer(BASE, { aheadBy: 0, ...between }));
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toMatchObject({ contains: true });
    graphql(api, answer(BASE, { aheadBy: 1, ...between }));
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toMatchObject({ contains: false });
  });

  it.each([
    ['ahead', true],
    ['diverged', false],
    ['behind', false],
  ])('asks REST where GraphQL compares nothing or something else: %s', async (status, contains) => {
    const { github, api } = connected();
    graphql(api, answer(BASE, { aheadBy: 0, headTarget: { oid: OTHER } }));
    api.get(`${R}/compare/${HEAD}...${BASE}`).query({ per_page: 1 }).reply(200, { status });
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toMatchObject({ contains });
  });

  it('is not so for a commit that GitHub does not know', async () => {
    const { github, api } = connected();
    graphql(api, answer(BASE, null));
    api.get(`${R}/compare/${HEAD}...${BASE}`).query({ per_page: 1 }).reply(404, { message: 'Not Found' });
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toMatchObject({ contains: false });
  });

  it('is null for a branch that is gone, also when a shorter match answers in its place', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { ref: null } } });
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toBeNull();
    graphql(api, answer(HEAD, null, 'refs/heads/epic/1'));
    expect(await github.branchContains(REPO, 'epic/1', HEAD)).toBeNull();
  });

  it('throws when the repository is gone: that is not a missing branch', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: null }, errors: [{ type: 'NOT_FOUND', message: 'no' }] });
    await expect(github.branchContains(REPO, 'epic/1', HEAD)).rejects.toMatchObject({ status: 404 });
  });
});

describe('merging', () => {
  useNock();

  it('answers the new commit, its tree and parents', async () => {
    const { github, api } = connected();
    api
      .post(`${R}/merges`, { base: 'prep', head: HEAD, commit_message: 'm' })
      .reply(201, { sha: OTHER, commit: { tree: { sha: TREE } }, parents: [{ sha: BASE }, { sha: HEAD }] });
    expect(await github.merge(REPO, 'prep', HEAD, 'm')).toEqual({
      kind: 'merged',
      commit: { sha: OTHER, tree: TREE },
      parents: [BASE, HEAD],
    });
  });

  it('tells nothing to do, a conflict, a refusal and the unknown apart', async () => {
    const { github, api } = connected();
    api.post(`${R}/merges`).reply(204);
    expect(await github.merge(REPO, 'prep', HEAD, 'm')).toEqual({ kind: 'nothing' });
    api.post(`${R}/merges`).reply(409, { message: 'Merge conflict' });
    expect(await github.merge(REPO, 'prep', HEAD, 'm')).toEqual({ kind: 'conflict' });
    api.post(`${R}/merges`).reply(409, { message: "You're not authorized to push to this branch" });
    await expect(github.merge(REPO, 'prep', HEAD, 'm')).rejects.toBeInstanceOf(GitHubRefused);
    api.post(`${R}/merges`).reply(404, { message: 'Base does not exist' });
    await expect(github.merge(REPO, 'prep', HEAD, 'm')).rejects.toMatchObject({ status: 404 });
    api.post(`${R}/merges`).reply(500, { message: 'Server Error' });
    await expect(github.merge(REPO, 'prep', HEAD, 'm')).rejects.not.toBeInstanceOf(GitHubRefused);
  });

  it('writes a commit from a tree', async () => {
    const { github, api } = connected();
    const body = { tree: TREE, parents: [BASE, HEAD], message: 'm' };
    api.post(`${R}/git/commits`, body).reply(201, { sha: OTHER });
    expect(await github.createCommit(REPO, { tree: TREE, parents: [BASE, HEAD], message: 'm' })).toBe(OTHER);
  });
});
