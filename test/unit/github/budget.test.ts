import { describe, expect, it } from 'vitest';
import type { Ask } from '../../../src/core/budget/ledger.ts';
import { CHANGE, CREATION, READ } from '../../../src/core/budget/limits.ts';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import { err, ok } from '../../../src/core/result.ts';
import { GitHubBusy, NotMineAnyMore, type Budget, type RateSeen } from '../../../src/ports.ts';
import { graphql, HEAD, nockAnswers, R, REPO, TREE, unconnected, useNock } from './nock-github.ts';

useNock();

/** A budget that writes down what it was asked and told; `waitMs`: it has nothing left. */
function recording(waitMs: number | null = null) {
  const asked: Ask[] = [];
  const done: (RateSeen | null)[] = [];
  const pauses: number[] = [];
  const budget: Budget = {
    async take(installationId, ask) {
      expect(installationId).toBe(REPO.installationId);
      asked.push(ask);
      return waitMs === null ? ok({ done: (seen) => done.push(seen) }) : err({ waitMs });
    },
    async pause(_installationId, ms) {
      pauses.push(ms);
    },
  };
  return { asked, done, pauses, budget };
}

const COMMENT: EffectBody = { kind: 'comment', issue: 4, body: 'It is yours.' };
const FIRST = { externalId: null, key: 'claim:4:1', lookFirst: false };

describe('each request', () => {
  it('is paid for: reads, changes and creations, but not the token', async () => {
    const { asked, done, budget } = recording();
    const github = unconnected({ budget });
    const api = nockAnswers();
    api.get('/api/repos/octo/fleet').reply(404);
    api.delete(`${R}/git/refs/heads%2Fx`).reply(204);
    api.post(`${R}/git/commits`).reply(201, { sha: HEAD });
    await github.repository(REPO);
    await github.deleteBranch(REPO, 'x');
    await github.createCommit(REPO, { tree: TREE, parents: [], message: '' });

    expect(asked.map(({ cost }) => cost)).toEqual([READ, CHANGE, CREATION]);
    expect(done).toHaveLength(3);
  });

  it('is paid for again when a read is repeated', async () => {
    const { asked, done, budget } = recording();
    const github = unconnected({ budget });
    const api = nockAnswers();
    api.get('/api/repos/octo/fleet').reply(502);
    api.get('/api/repos/octo/fleet').reply(404);
    await github.repository(REPO);
    expect(asked).toHaveLength(2);
    expect(done).toHaveLength(2);
  });

  it('is as important as what it is for', async () => {
    const { asked, budget } = recording();
    const github = unconnected({ budget });
    const api = nockAnswers();
    api.get('/api/repos/octo/fleet').times(3).reply(404);
    api.post(`${R}/issues/4/comments`).reply(201, { id: 1 });
    await github.repository(REPO);
    await github.as('background').repository(REPO);
    await github.as('background').as('landing').repository(REPO);
    await github.as('landing').perform(REPO, COMMENT, FIRST);
    expect(asked.map(({ priority }) => priority)).toEqual(['handling', 'background', 'landing', 'comment']);
  });

  it('tells the budget what GitHub says of the hour, by its own clock', async () => {
    const { done, budget } = recording();
    const github = unconnected({ budget, clock: { now: () => new Date('2020-01-01T00:00:00Z') } });
    nockAnswers()
      .get('/api/repos/octo/fleet')
      .reply(404, undefined, {
        date: 'Thu, 01 Jan 2026 00:00:00 GMT',
        'x-ratelimit-limit': '5000',
        'x-ratelimit-remaining': '4990',
        'x-ratelimit-reset': String(Date.UTC(2026, 0, 1, 0, 30) / 1000),
      });
    await github.repository(REPO);
    expect(done).toEqual([{ limit: 5_000, used: 10, resetMs: 1_800_000 }]);
  });
});

describe('without budget', () => {
  it('nothing is sent, and the caller hears at once for how long', async () => {
    const { budget } = recording(4_321);
    const github = unconnected({ budget });
    const error = await github.repository(REPO).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GitHubBusy);
    expect(error).toMatchObject({ retryAfterMs: 4_321 });
  });

  it.each([
    [429, { 'retry-after': '30' }],
    [403, { 'retry-after': '30' }],
  ])('%i by GitHub is a pause for everybody', async (status, headers) => {
    const { pauses, budget } = recording();
    const github = unconnected({ budget });
    nockAnswers().post(`${R}/git/refs`).reply(status, { message: 'Slow down' }, headers);
    await expect(github.createBranch(REPO, 'x', HEAD)).rejects.toBeInstanceOf(GitHubBusy);
    expect(pauses).toEqual([30_000]);
  });

  it('a limit that GraphQL tells of with status 200 is one too', async () => {
    const { pauses, budget } = recording();
    const github = unconnected({ budget });
    graphql(nockAnswers(), { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] });
    await expect(github.pullFacts(REPO, 1, { target: 'main' })).rejects.toBeInstanceOf(GitHubBusy);
    expect(pauses).toEqual([60_000]);
  });

  it('the caller hears of the limit even when others cannot be told', async () => {
    const { budget } = recording();
    const github = unconnected({
      budget: { ...budget, pause: () => Promise.reject(new Error('no database')) },
    });
    nockAnswers().post(`${R}/git/refs`).reply(429, { message: 'Slow down' });
    await expect(github.createBranch(REPO, 'x', HEAD)).rejects.toBeInstanceOf(GitHubBusy);
  });
});

describe('an effect whose lease ran out', () => {
  it('is not sent', async () => {
    const { done, budget } = recording();
    const known = { ...FIRST, stillMine: () => false };
    await expect(unconnected({ budget }).perform(REPO, COMMENT, known)).rejects.toBeInstanceOf(
      NotMineAnyMore,
    );
    expect(done).toEqual([null]);
  });

  it('is not sent when that happened while it looked', async () => {
    const { budget } = recording();
    let mine = true;
    nockAnswers()
      .get(`${R}/issues/4/comments`)
      .query({ per_page: 100 })
      .reply(200, () => {
        mine = false;
        return [];
      });
    const known = { ...FIRST, lookFirst: true, stillMine: () => mine };
    await expect(unconnected({ budget }).perform(REPO, COMMENT, known)).rejects.toBeInstanceOf(
      NotMineAnyMore,
    );
  });
});

describe('a process that ends', () => {
  it('cuts off what is under way and begins nothing more', async () => {
    const ending = new AbortController();
    const { done, budget } = recording();
    const github = unconnected({ budget, ending: ending.signal });
    nockAnswers()
      .post(`${R}/git/refs`)
      .reply(201, () => {
        ending.abort(new Error('the process ends'));
        return {};
      });
    await expect(github.createBranch(REPO, 'x', HEAD)).rejects.toBeInstanceOf(Error);
    await expect(github.createBranch(REPO, 'x', HEAD)).rejects.toThrow('the process ends');
    expect(done).toEqual([null]);
  });
});
