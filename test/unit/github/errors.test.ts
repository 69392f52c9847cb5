import nock from 'nock';
import { describe, expect, it, vi } from 'vitest';
import { GitHubBusy, GitHubRefused, NotInstalled } from '../../../src/ports.ts';
import type { Log } from '../../../src/ports.ts';
import { connected, expectToken, HEAD, R, REPO, unconnected, useNock } from './nock-github.ts';

const NOW = new Date('2026-01-01T00:00:00Z');
const clock = { now: () => NOW };

describe('what an answer means', () => {
  useNock();

  it.each([403, 409, 418, 451])(
    '%i refuses for good',
    async (status) => {
      const { github, api } = connected();
      api.post(`${R}/git/refs`).reply(status, { message: 'Resource not accessible' });
      const error = await github.createBranch(REPO, 'x', HEAD).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(GitHubRefused);
      expect(error).toMatchObject({ status, message: expect.stringContaining('Resource not accessible') });
    },
    15_000,
  );

  it.each([
    [403, { 'retry-after': '7' }, 'You have exceeded a secondary rate limit', 7000],
    [
      403,
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225690' },
      'API rate limit exceeded',
      90_000,
    ],
    [403, {}, 'You have exceeded a secondary rate limit', 60_000],
    [429, {}, 'Too many requests', 60_000],
    [429, { 'retry-after': '0' }, 'Too many requests', 1000],
  ] as const)('%i with %j is a limit', async (status, headers, message, retryAfterMs) => {
    const { github, api } = connected({ clock });
    api.post(`${R}/git/refs`).reply(status, { message }, headers);
    const error = await github.createBranch(REPO, 'x', HEAD).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GitHubBusy);
    expect(error).toMatchObject({ retryAfterMs });
  });

  it('a suspended installation is no refusal of what was asked', async () => {
    const { github, api } = connected();
    api.post(`${R}/git/refs`).reply(403, { message: 'This installation has been suspended' });
    const error = await github.createBranch(REPO, 'x', HEAD).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NotInstalled);
  });

  it.each([408, 500, 502, 503])(
    '%i after a write is unknown, and the write is not repeated',
    async (status) => {
      const { github, api } = connected();
      api.post(`${R}/git/refs`).reply(status, { message: 'Server Error' });
      const error = await github.createBranch(REPO, 'x', HEAD).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(Error);
      expect(error).not.toBeInstanceOf(GitHubRefused);
      expect(error).not.toBeInstanceOf(GitHubBusy);
    },
  );

  it('a broken connection during a write is unknown, and the write is not repeated', async () => {
    const { github, api } = connected();
    api.post(`${R}/git/refs`).replyWithError('socket hang up');
    await expect(github.createBranch(REPO, 'x', HEAD)).rejects.toThrow('socket hang up');
  });

  it('repeats reads twice', async () => {
    const { github, api } = connected();
    api.get(R).reply(502).get(R).replyWithError('reset').get(R).reply(404, { message: 'Not Found' });
    expect(await github.repository(REPO)).toBeNull();
    api.get(R).times(3).reply(503, { message: 'no' });
    await expect(github.repository(REPO)).rejects.toMatchObject({ status: 503 });
  });

  it('gives up after ten seconds, and does not ask again', async () => {
    const { github, api } = connected();
    const timeout = AbortSignal.timeout.bind(AbortSignal);
    const deadlines = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 50));
    api.get(R).delay(30_000).reply(200, {});
    await expect(github.repository(REPO)).rejects.toThrow(/timeout|abort/i);
    expect(new Set(deadlines.mock.calls.map(([ms]) => ms))).toEqual(new Set([10_000]));
    deadlines.mockRestore();
  });

  it('never takes a missing installation for a missing thing', async () => {
    const github = unconnected();
    nock('https://github.test')
      .post('/api/app/installations/3/access_tokens')
      .reply(404, { message: 'Not Found' });
    const error = await github.issue(REPO, 1).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GitHubRefused);
    expect(error).toMatchObject({ status: 401 });
  });

  it('gets a new token after a 401 on an old one', async () => {
    const { github, api } = connected();
    api.get(R).reply(404, { message: 'Not Found' });
    await github.repository(REPO);
    // A token that is younger than 5 s is tried again by the authentication: tokens take a moment to spread.
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 6000 });
    api.get(R).reply(401, { message: 'Bad credentials' });
    await expect(github.repository(REPO)).rejects.toMatchObject({ status: 401 });
    expectToken();
    api.get(R).reply(404, { message: 'Not Found' });
    expect(await github.repository(REPO)).toBeNull();
  });

  it('logs every request with its route, and no secret', async () => {
    const lines: string[] = [];
    const write = (data: object, message: string) => void lines.push(`${message} ${JSON.stringify(data)}`);
    const log: Log = { debug: write, info: write, warn: write, error: write, child: () => log };
    const { github, api } = connected({ log });
    api.get(R).reply(404, { message: 'Not Found' });
    await github.repository(REPO);
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/"method":"GET","route":"\/repos\/\{owner\}\/\{repo\}","status":404,"ms":\d+/);
    expect(lines.join()).not.toMatch(/secret-token|BEGIN|bearer/i);
  });
});
