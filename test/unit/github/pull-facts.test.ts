import { validate } from '@octokit/graphql-schema';
import { describe, expect, it } from 'vitest';
import { GitHubRefused } from '../../../src/ports.ts';
import { BASE, connected, graphql, HEAD, OTHER, R, REPO, TREE, useNock } from './nock-github.ts';

const pull = {
  number: 9,
  title: 'Write the parser',
  body: '',
  state: 'OPEN',
  merged: false,
  isDraft: false,
  headRefOid: HEAD,
  headRefName: 'agent-d/4-parser',
  baseRefName: 'epic/1',
  isCrossRepository: false,
  updatedAt: '2026-01-02T03:04:05Z',
  author: { type: 'Bot', login: 'agent-d', databaseId: 12 },
  commits: { nodes: [{ commit: { oid: HEAD, tree: { oid: TREE } } }] },
  latestOpinionatedReviews: {
    nodes: [
      { state: 'APPROVED', author: { type: 'User', login: 'ann', databaseId: 5 }, commit: { oid: HEAD } },
      { state: 'CHANGES_REQUESTED', author: null, commit: null },
      null,
    ],
  },
};
const compare = { behindBy: 0, baseTarget: { oid: BASE }, headTarget: { oid: HEAD } };
const target = { name: 'epic/1', target: { oid: BASE, tree: { oid: TREE } }, compare };
const repository = {
  id: 'R_1',
  config: { oid: OTHER },
  defaultBranchRef: { target: { file: { oid: OTHER } } },
  pullRequest: pull,
  target,
};

describe('the facts of a pull request', () => {
  useNock();

  it('come in one request', async () => {
    const { github, api } = connected();
    const seen = graphql(api, {
      data: { repository: { ...repository, candidate: { target: { oid: OTHER } } } },
    });
    expect(
      await github.pullFacts(REPO, 9, { target: 'epic/1', candidateBranch: 'flotilla/candidate/5-1' }),
    ).toEqual({
      pull: {
        number: 9,
        title: 'Write the parser',
        body: '',
        state: 'open',
        draft: false,
        head: HEAD,
        headRef: 'agent-d/4-parser',
        baseRef: 'epic/1',
        fork: false,
        author: { id: 12, login: 'agent-d[bot]', isBot: true },
        updatedAt: new Date('2026-01-02T03:04:05Z'),
      },
      reviews: [
        { by: { id: 5, login: 'ann', isBot: false }, state: 'approved', commit: HEAD },
        { by: { id: 10137, login: 'ghost', isBot: false }, state: 'changes_requested', commit: null },
      ],
      target: { sha: BASE, tree: TREE },
      candidate: OTHER,
      configBlob: OTHER,
      upToDate: true,
      headTree: TREE,
    });
    expect(validate(seen.query)).toEqual([]);
    expect(seen.variables).toEqual({
      owner: 'octo',
      name: 'fleet',
      number: 9,
      target: 'refs/heads/epic/1',
      pullRef: 'refs/pull/9/head',
      candidate: 'refs/heads/flotilla/candidate/5-1',
      withCandidate: true,
    });
  });

  it.each([
    ['behind', { ...compare, behindBy: 1 }],
    ['compared with another tip', { ...compare, baseTarget: { oid: OTHER } }],
    ['compared with another head', { ...compare, headTarget: { oid: OTHER } }],
  ])('do not call a head up to date that is %s', async (_, compare) => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { ...repository, target: { ...target, compare } } } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({ upToDate: false });
  });

  it('compare by commit where the ref of the pull request is not compared', async () => {
    const { github, api } = connected();
    graphql(api, { data: { repository: { ...repository, target: { ...target, compare: null } } } });
    const seen = graphql(api, { data: { repository: { target: { compare } } } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({ upToDate: true });
    expect(seen.variables).toMatchObject({ target: 'refs/heads/epic/1', head: HEAD });
    expect(validate(seen.query)).toEqual([]);
    graphql(api, { data: { repository: { ...repository, target: { ...target, compare: null } } } });
    graphql(api, { data: { repository: { target: { compare: null } } } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({ upToDate: false });
  });

  it('know no target when the branch is gone, and no configuration when there is none', async () => {
    const { github, api } = connected();
    const gone = { ...repository, config: null, defaultBranchRef: { target: { file: null } }, target: null };
    graphql(api, { data: { repository: gone } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({
      target: null,
      configBlob: null,
      candidate: null,
      upToDate: false,
    });
  });

  it('read the tree of a head that the list of commits does not show yet', async () => {
    const { github, api } = connected();
    graphql(api, {
      data: { repository: { ...repository, pullRequest: { ...pull, commits: { nodes: [] } } } },
    });
    api.get(`${R}/git/commits/${HEAD}`).reply(200, { tree: { sha: OTHER } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({ headTree: OTHER });
  });

  it('are null for a pull request that is not there, and throw what else goes wrong', async () => {
    const { github, api } = connected();
    const missing = [{ type: 'NOT_FOUND', message: 'Could not resolve to a PullRequest' }];
    graphql(api, { data: { repository: { ...repository, pullRequest: null } }, errors: missing });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toBeNull();
    const forbidden = [{ type: 'FORBIDDEN', message: 'Resource not accessible by integration' }];
    graphql(api, { data: { repository: { ...repository, pullRequest: null } }, errors: forbidden });
    await expect(github.pullFacts(REPO, 9, { target: 'epic/1' })).rejects.toBeInstanceOf(GitHubRefused);
  });

  it('are asked again when GitHub stumbles', async () => {
    const { github, api } = connected();
    graphql(api, { message: 'Bad gateway' }, 502);
    graphql(api, { data: { repository } });
    expect(await github.pullFacts(REPO, 9, { target: 'epic/1' })).toMatchObject({ upToDate: true });
  });
});

describe('the configuration', () => {
  useNock();

  const file = { oid: OTHER, text: 'gates: []\n', isTruncated: false };

  it('comes from the default branch in one request', async () => {
    const { github, api } = connected();
    const branch = { name: 'trunk', target: { oid: HEAD, file: { object: file } } };
    const seen = graphql(api, {
      data: { repository: { id: 'R_1', defaultBranchRef: branch, config: file } },
    });
    expect(await github.readConfig(REPO)).toEqual({
      defaultBranch: 'trunk',
      tip: HEAD,
      text: 'gates: []\n',
      blob: OTHER,
    });
    expect(validate(seen.query)).toEqual([]);
  });

  it('may be missing, and so may every commit', async () => {
    const { github, api } = connected();
    const branch = { name: 'main', target: { oid: HEAD, file: null } };
    graphql(api, { data: { repository: { id: 'R_1', defaultBranchRef: branch, config: null } } });
    expect(await github.readConfig(REPO)).toMatchObject({ tip: HEAD, text: null, blob: null });
    graphql(api, { data: { repository: { id: 'R_1', defaultBranchRef: null, config: null } } });
    expect(await github.readConfig(REPO)).toMatchObject({ tip: null, text: null, blob: null });
  });

  it('is read whole when GraphQL cuts it', async () => {
    const { github, api } = connected();
    const branch = { name: 'main', target: { oid: HEAD, file: { object: { ...file, isTruncated: true } } } };
    graphql(api, { data: { repository: { id: 'R_1', defaultBranchRef: branch, config: null } } });
    const content = Buffer.from('gates: [] # whole').toString('base64');
    api.get(`${R}/git/blobs/${OTHER}`).reply(200, { content, encoding: 'base64' });
    expect(await github.readConfig(REPO)).toMatchObject({ text: 'gates: [] # whole' });
  });
});
