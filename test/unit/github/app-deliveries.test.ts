import nock from 'nock';
import { describe, expect, it } from 'vitest';
import { createAppDeliveries } from '../../../src/github/app-deliveries.ts';
import { GitHubBusy, GitHubRefused } from '../../../src/ports.ts';
import { silentLog } from '../../support/silent-log.ts';
import { API, APP_ID, PRIVATE_KEY, useNock } from './nock-github.ts';

const LOG = '/api/app/hook/deliveries';
const LARGE = '1795861456234517504123';

function connect() {
  const github = createAppDeliveries({
    appId: APP_ID,
    privateKey: PRIVATE_KEY,
    baseUrl: API,
    log: silentLog,
    clock: { now: () => new Date() },
  });
  return { github, api: nock('https://github.test').matchHeader('authorization', /^bearer ey/i) };
}

function line(id: string, rest = ''): string {
  return `{"id": ${id},"guid":"g-${id}","delivered_at":"2026-03-10T12:00:00Z","event":"push","status":"OK","status_code":200${rest}}`;
}

describe('the log of the webhook', () => {
  useNock();

  it('is read in the App’s own name, page by page, with ids as large as GitHub makes them', async () => {
    const { github, api } = connect();
    const older = `<https://github.test${LOG}?per_page=100&cursor=v1_9>; rel="next"`;
    api.get(`${LOG}?per_page=100`).reply(200, `[${line(LARGE)}]`, { link: older });
    api.get(`${LOG}?per_page=100&cursor=v1_9`).reply(200, `[${line('7', ',"installation_id":5')}]`);

    const first = await github.page(null);
    expect(first.attempts).toEqual([
      { id: LARGE, guid: `g-${LARGE}`, event: 'push', status: 'OK', at: new Date('2026-03-10T12:00:00Z') },
    ]);
    expect(first.next).toBe('v1_9');
    expect(await github.page(first.next)).toMatchObject({ attempts: [{ id: '7' }], next: null });
  });

  it('is read again after an answer that says nothing', async () => {
    const { github, api } = connect();
    api.get(`${LOG}?per_page=100`).reply(502).get(`${LOG}?per_page=100`).reply(200, '[]');
    expect(await github.page(null)).toEqual({ attempts: [], next: null });
  });

  it('tells a stale cursor from a spent budget', async () => {
    const { github, api } = connect();
    api.get(`${LOG}?per_page=100&cursor=stale`).reply(422, { message: 'Invalid cursor' });
    await expect(github.page('stale')).rejects.toBeInstanceOf(GitHubRefused);
    api.get(`${LOG}?per_page=100`).reply(429, { message: 'slow down' }, { 'retry-after': '7' });
    await expect(github.page(null)).rejects.toBeInstanceOf(GitHubBusy);
  });

  it('sends again what is asked for, and asks once', async () => {
    const { github, api } = connect();
    api.post(`${LOG}/${LARGE}/attempts`).reply(202, {});
    await github.redeliver(LARGE);
    api.post(`${LOG}/8/attempts`).reply(502);
    await expect(github.redeliver('8')).rejects.toMatchObject({ status: 502 });
  });
});
