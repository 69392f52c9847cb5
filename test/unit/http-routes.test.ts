import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readinessOf, type Readiness } from '../../src/core/readiness.ts';
import type { StatusPage } from '../../src/ports.ts';
import { ALL_UP } from '../support/all-up.ts';
import { EMPTY_PAGE } from '../support/bare-server.ts';
import { noApi } from '../support/no-api.ts';
import { startServer } from './http-support.ts';

const TOKEN = 'admin token of the tests';

async function readyOf(readiness: Readiness): Promise<Response> {
  const { url } = await startServer({ ready: async () => readiness });
  return fetch(`${url}/ready`);
}

describe('health', () => {
  it('lives', async () => {
    const { url } = await startServer();
    expect((await fetch(`${url}/health`)).status).toBe(200);
  });

  it('is ready, or says what it waits for', async () => {
    const down = readinessOf({ database: true, schemaProblem: null, doorbell: false, budgets: [] });
    const waiting = await readyOf(down);
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toEqual({
      status: 'waiting',
      parts: {
        database: { state: 'up', detail: null },
        migrations: { state: 'up', detail: null },
        doorbell: {
          state: 'down',
          detail: 'The queue does not answer. Work goes on by sweeps, some seconds later than it would.',
        },
        githubBudget: { state: 'up', detail: null },
      },
    });
    const ready = await readyOf(ALL_UP);
    expect(ready.status).toBe(200);
    expect(await ready.json()).toMatchObject({ status: 'ready', parts: ALL_UP });
  });

  it('answers an unknown address with problem details', async () => {
    const { url } = await startServer();
    const answer = await fetch(`${url}/nowhere`);
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('does not show what went wrong inside', async () => {
    const { url } = await startServer({ ready: () => Promise.reject(new Error('postgres://u:password@h')) });
    const answer = await fetch(`${url}/ready`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain('password');
  });
});

describe('dead deliveries', () => {
  const dead = { guid: 'g-1', event: 'push', error: 'odd', receivedAt: new Date(0), attempts: 5 };
  async function start(adminToken: string) {
    const redriven: string[] = [];
    const { url } = await startServer({
      adminToken,
      inbox: {
        store: async () => {},
        dead: async () => [dead],
        redrive: async (guid) => {
          redriven.push(guid);
          return guid === 'g-1';
        },
      },
    });
    return { url, redriven };
  }
  const authorization = `Bearer ${TOKEN}`;

  it.each([undefined, 'Bearer wrong', `Basic ${TOKEN}`, 'Bearer '])('refuse %j', async (given) => {
    const { url, redriven } = await start(TOKEN);
    const headers = given === undefined ? {} : { authorization: given };
    expect((await fetch(`${url}/api/deliveries/dead`, { headers })).status).toBe(401);
    expect((await fetch(`${url}/api/deliveries/g-1/redrive`, { method: 'POST', headers })).status).toBe(401);
    expect(redriven).toEqual([]);
  });

  it('are listed and put back by the operator', async () => {
    const { url, redriven } = await start(TOKEN);
    const list = await fetch(`${url}/api/deliveries/dead`, { headers: { authorization } });
    expect(await list.json()).toEqual({ deliveries: [{ ...dead, receivedAt: '1970-01-01T00:00:00.000Z' }] });

    const put = (guid: string) =>
      fetch(`${url}/api/deliveries/${guid}/redrive`, { method: 'POST', headers: { authorization } });
    expect((await put('g-1')).status).toBe(202);
    expect((await put('g-2')).status).toBe(404);
    expect(redriven).toEqual(['g-1', 'g-2']);
  });
});

describe('the status page', () => {
  const page: StatusPage = {
    projects: [
      {
        owner: 'acme',
        name: 'fleet',
        state: 'active',
        configError: 'line 3, column 5: <b>unknown</b> key',
        epics: [
          {
            key: '1',
            title: '"><script>x</script>',
            branch: 'epic-1/a',
            progress: { tasks: 5, done: 2, hours: 5, doneHours: 2, claimed: 40.9, verified: 40 },
            thresholds: [{ epic: '<i>0</i>', has: 79.9, needs: 80 }],
            eta: { madeAt: new Date(0), p50: new Date(86_400_000), p85: null },
          },
        ],
        hits: { scored: 4, p50: 0.5, p85: 0.75 },
        lanes: [
          {
            branch: 'epic-1/a',
            paused: 'a deploy & more',
            entries: [{ pull: 7, sync: null, state: 'testing', held: true }],
            landed: 3,
            ejected: 1,
          },
        ],
        tasks: [
          {
            issue: 4,
            title: '<img src=x>',
            epic: '1',
            status: 'in_progress',
            holder: 'agent-d',
            percent: 40,
          },
        ],
      },
    ],
    activity: [
      { at: new Date(0), kind: 'task_claimed', actor: "o'neil", issue: 4, detail: { note: '</span><i>' } },
    ],
    deliveries: { pending: 1, dead: 2 },
    effects: { waiting: 3, dead: 4 },
  };

  it('shows projects, epics, lanes, tasks, activity and counts, all text escaped', async () => {
    const { url } = await startServer({ statusPage: async () => page });
    const text = await (await fetch(url)).text();

    const epic = [
      '40 % claimed, 40 % verified · 2 of 5 tasks done',
      'by 1970-01-02',
      '79.9 % done, needs 80 %',
    ];
    for (const shown of ['acme/fleet', 'agent-d', '#7', 'testing', 'held', ...epic, '3 landed']) {
      expect(text).toContain(shown);
    }
    expect(text).toContain('&quot;&gt;&lt;script&gt;x&lt;/script&gt;');
    expect(text).toContain('o&#39;neil');
    expect(text).not.toMatch(/<script|<img|<i>|<b>/);
  });

  it('leads to where people sign in with GitHub, if they can', async () => {
    const withGitHub = {
      begin: () => Promise.reject(new Error()),
      finish: () => Promise.reject(new Error()),
    };
    const { url } = await startServer({ people: { ...noApi.people, withGitHub } });
    expect(await (await fetch(url)).text()).toContain('<a href="/auth/login">Sign in with GitHub</a>');
    const { url: other } = await startServer();
    expect(await (await fetch(other)).text()).not.toContain('/auth/login');
  });

  it('loads again by itself, under a policy that lets nothing but its own style in', async () => {
    const { url } = await startServer({ statusPage: async () => EMPTY_PAGE });
    const answer = await fetch(url);

    expect(await answer.text()).toContain('http-equiv="refresh" content="2"');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none';style-src 'sha256-[^']+';/,
    );
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('tells strangers nothing where others than those of this machine come by', async () => {
    const withGitHub = {
      begin: () => Promise.reject(new Error()),
      finish: () => Promise.reject(new Error()),
    };
    const closed = { statusIsOpen: false, statusPage: async () => page };
    const { url } = await startServer({ ...closed, people: { ...noApi.people, withGitHub } });
    const text = await (await fetch(url)).text();
    expect(text).toContain('<a href="/auth/login">Sign in with GitHub</a>');
    for (const shown of ['acme', 'agent-d', 'deliveries']) expect(text).not.toContain(shown);
    const { url: other } = await startServer(closed);
    expect(await (await fetch(other)).text()).toContain('CLIENT_ID and CLIENT_SECRET');
  });

  it('is the board instead for who signed in: nothing of anybody, and the one script that may run', async () => {
    const whoIs = async (text: string) => (text === 'good' ? { login: 'mona', projects: [] } : null);
    const { url } = await startServer({
      people: { ...noApi.people, whoIs },
      statusPage: async () => page,
    });
    const ask = (session: string) => fetch(url, { headers: { cookie: `flotilla-session=${session}` } });
    expect(await (await ask('over')).text()).toContain('acme/fleet');

    const answer = await ask('good');
    const text = await answer.text();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    for (const shown of ['acme/fleet', 'agent-d', 'http-equiv="refresh"']) expect(text).not.toContain(shown);
    const [, script = '', ...more] = text.split(/<script type="module">|<\/script>/);
    expect(more).toHaveLength(1);
    const hash = createHash('sha256').update(script).digest('base64');
    const policy = answer.headers.get('content-security-policy')?.split(';');
    expect(policy).toContain(`script-src 'sha256-${hash}'`);
    expect(policy).toContain(`connect-src 'self'`);
  });
});

describe('gaps in what GitHub sent', () => {
  const gap = {
    guid: 'g-2',
    event: 'push',
    deliveredAt: new Date(0),
    status: 'timed out',
    asked: 2,
    error: null,
  };
  const gaps = { noGapsSince: new Date(0), sweptUntil: new Date(60_000), missing: [gap] };

  it('are listed for operators only, and counted on the status page', async () => {
    const { url } = await startServer({ adminToken: TOKEN, deliveryGaps: async () => gaps });
    expect((await fetch(`${url}/api/deliveries/gaps`)).status).toBe(401);
    const answer = await fetch(`${url}/api/deliveries/gaps`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    expect(await answer.json()).toMatchObject({
      noGapsSince: '1970-01-01T00:00:00.000Z',
      missing: [{ guid: 'g-2' }],
    });
    expect(await (await fetch(url)).text()).toContain('1 not received');
  });

  it('that are none are told with the time since when', async () => {
    const { url } = await startServer({ deliveryGaps: async () => ({ ...gaps, missing: [] }) });
    expect(await (await fetch(url)).text()).toContain('no gaps since 1970-01-01T00:00:00.000Z');
  });
});
