import { describe, expect } from 'vitest';
import { createApp } from '../../src/app.ts';
import { LIMITS } from '../../src/core/budget/limits.ts';
import type { Log } from '../../src/ports.ts';
import { createBrowser } from '../support/browser.ts';
import { deliver } from '../support/deliver.ts';
import { passTime } from '../support/pass-time.ts';
import { openTask } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

const CANARY = 'canary-that-must-not-sing';
const ADMIN_TOKEN = `admin-${CANARY}`;
const METRICS_TOKEN = `metrics-${CANARY}`;
const PUBLIC_URL = 'https://flotilla.example.com';
const SESSION_SECRET = `session-${CANARY}-of-more-than-thirty-two`;
const OLD_SECRET = `webhook-${CANARY}`;

/** Everything that was logged, as a log would show it: messages, data, errors with their causes and stacks. */
function recordingLog(lines: string[]): Log {
  function add(data: object, message: string): void {
    lines.push(`${message} ${JSON.stringify(data, (_key, value: unknown) => shown(value))}`);
  }
  const log: Log = { debug: add, info: add, warn: add, error: add, child };
  function child(data: object): Log {
    add(data, 'child');
    return log;
  }
  return log;
}

function shown(value: unknown): unknown {
  if (!(value instanceof Error)) return value;
  const own = Object.fromEntries(Object.entries(value));
  return { ...own, text: String(value), stack: value.stack, cause: value.cause };
}

/** Pieces of what nobody may read: enough of a key to tell it, and the password out of the database's address. */
function secretsOf(world: World): readonly string[] {
  const key = world.github.privateKey.split('\n').filter((line) => line.length > 40);
  const { password } = new URL(world.database.url);
  const { clientSecret } = world.github.oauth;
  return [CANARY, world.github.webhookSecret, clientSecret, ...key.slice(0, 3), password].filter(
    (text) => text !== '',
  );
}

describe('a secret', () => {
  it('shows in no log, comment, check or answer, whatever goes wrong', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const lines: string[] = [];
    const app = await createApp({
      appId: world.github.appId,
      privateKey: world.github.privateKey,
      webhookSecrets: [OLD_SECRET, world.github.webhookSecret],
      githubApiUrl: world.github.url,
      databaseUrl: world.database.url,
      redisUrl: null,
      host: '127.0.0.1',
      port: 0,
      roles: new Set(['web']),
      adminToken: ADMIN_TOKEN,
      metricsToken: METRICS_TOKEN,
      oauth: world.github.oauth,
      publicUrl: PUBLIC_URL,
      sessionSecret: SESSION_SECRET,
      log: recordingLog(lines),
      limits: LIMITS,
      choresByThemselves: false,
    });
    const seen: string[] = [];
    const issue = await openTask(world);
    try {
      world.repo.comment(issue, world.agentD, `/claim as ${'x'.repeat(300)}`);
      world.repo.comment(issue, world.agentD, '/claim');
      await world.github.idle();
      world.github.knobs.failNext({ method: 'POST' }, { status: 502, times: 3 });
      world.github.knobs.failNext({ path: '/graphql' }, { status: 401, times: 2 });
      await app.sweep();
      await deliver(world, { event: 'issues', payload: '{', secret: OLD_SECRET, to: app });
      await app.sweep();
      const dead = ['/api/deliveries/dead', '/api/effects/dead'];
      for (const path of ['/', '/health', '/ready', '/metrics', '/nowhere', ...dead])
        for (const token of [ADMIN_TOKEN, METRICS_TOKEN, 'wrong', null])
          seen.push(await answerOf(`${app.url}${path}`, token));
      seen.push(...(await signingIn(world, app.url ?? '')));
      seen.push(
        JSON.stringify(
          await (await deliver(world, { event: 'issues', payload: '{', secret: 'wrong', to: app })).text(),
        ),
      );
    } finally {
      await app.stop();
    }
    world.github.knobs.reset();
    await passTime(world.database.pool, 2 * 3_600);
    await world.settle();

    expect(lines.some((line) => line.includes('failed'))).toBe(true);
    expect(seen.join('\n')).toContain('flotilla_claims_total');
    const told = [...lines, ...seen, ...(await written(world, issue))].join('\n');
    expect(secretsOf(world).filter((secret) => told.includes(secret))).toEqual([]);
    // A token of an installation, or of a person, is as good as the key for hours.
    expect(told).not.toMatch(/\bgh[su]_\w{10}|\beyJ[\w-]{20}/);
  });
});

/** Somebody signs in, and once more while GitHub fails at each of what it is asked; what browsers are told meanwhile. */
async function signingIn(world: World, url: string): Promise<readonly string[]> {
  const seen: string[] = [];
  for (const path of [null, '/login/oauth/access_token', '/user']) {
    const browser = createBrowser({ page: PUBLIC_URL });
    const begun = await browser.ask(`${url}/auth/login`);
    const there = new URL(begun.headers.get('location') ?? '');
    there.searchParams.set('login', 'mona');
    const sent = await fetch(there, { redirect: 'manual' });
    if (path !== null) world.github.knobs.failNext({ path }, { status: 502, times: 1 });
    const ended = await browser.ask((sent.headers.get('location') ?? '').replace(PUBLIC_URL, url));
    expect(ended.status).toBe(path === null ? 302 : 500);
    seen.push(`${begun.status} ${there.href} ${ended.status} ${await ended.text()}`);
    const me = await browser.ask(`${url}/auth/me`);
    seen.push(`${me.status} ${await me.text()}`);
  }
  return seen;
}

async function answerOf(url: string, token: string | null): Promise<string> {
  const headers = token === null ? {} : { authorization: `Bearer ${token}` };
  const answer = await fetch(url, { headers });
  return `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`;
}

/** Everything that the App keeps and sends: what is visible on GitHub comes from there. */
async function written(
  { database, repo }: World,
  issue: { readonly number: number },
): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ said: string }>(
    `select to_jsonb(e)::text as said from effects e
      union all select to_jsonb(a)::text from activity a
      union all select coalesce(error, '') from deliveries`,
  );
  return [...rows.map(({ said }) => said), ...repo.comments(issue).map(({ body }) => body)];
}
