import { describe, expect, it } from 'vitest';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import { GitHubRefused } from '../../../src/ports.ts';
import { connected, HEAD, R, REPO, useNock } from './nock-github.ts';

const first = { externalId: null, key: 'dependency:4:1', lookFirst: false };

describe('a native dependency', () => {
  useNock();

  const link: EffectBody = {
    kind: 'dependency',
    issue: 4,
    on: { owner: 'a', name: 'b', issue: 7 },
    linked: true,
  };
  const blockedBy = `${R}/issues/4/dependencies/blocked_by`;

  it.each([
    [201, 'is made by the id of the other issue'],
    [422, 'may be there already'],
    [404, 'is nothing that this GitHub knows'],
  ])('answered with %i %s', async (status) => {
    const { github, api } = connected();
    api.get('/api/repos/a/b/issues/7').reply(200, { id: 77, number: 7 });
    api.post(blockedBy, { issue_id: 77 }).reply(status, {});
    expect(await github.perform(REPO, link, first)).toBeNull();
  });

  it('goes, or was gone; another refusal is told', async () => {
    const { github, api } = connected();
    for (const status of [200, 404]) {
      api.get('/api/repos/a/b/issues/7').reply(200, { id: 77, number: 7 });
      api.delete(`${blockedBy}/77`).reply(status, {});
      expect(await github.perform(REPO, { ...link, linked: false }, first)).toBeNull();
    }
    api.get('/api/repos/a/b/issues/7').reply(200, { id: 77, number: 7 });
    api.post(blockedBy).reply(403, { message: 'Resource not accessible by integration' });
    await expect(github.perform(REPO, link, first)).rejects.toThrow(GitHubRefused);
  });
});

describe('what commands ask of GitHub', () => {
  useNock();

  it('is whose login it is now', async () => {
    const { github, api } = connected();
    api.get('/api/users/agent-d%5Bbot%5D').reply(200, { id: 9, login: 'agent-d[bot]', type: 'Bot' });
    expect(await github.account(REPO, 'agent-d[bot]')).toEqual({ id: 9, login: 'agent-d[bot]', isBot: true });
    api.get('/api/users/nobody').reply(404, {});
    expect(await github.account(REPO, 'nobody')).toBeNull();
  });

  it('is a commit by the beginning of its id, and never a branch of that name', async () => {
    const { github, api } = connected();
    const short = HEAD.slice(0, 9);
    api.get(`${R}/commits/${short}`).reply(200, { sha: HEAD });
    expect(await github.commitId(REPO, short)).toBe(HEAD);
    api.get(`${R}/commits/0123456`).reply(200, { sha: HEAD });
    expect(await github.commitId(REPO, '0123456')).toBeNull();
    api.get(`${R}/commits/fffffff`).reply(422, { message: 'No commit found for SHA: fffffff' });
    expect(await github.commitId(REPO, 'fffffff')).toBeNull();
  });

  it('is that an issue be open again', async () => {
    const { github, api } = connected();
    api.patch(`${R}/issues/4`, { state: 'open' }).reply(200, {});
    expect(await github.perform(REPO, { kind: 'reopen', issue: 4 }, first)).toBeNull();
  });
});
