import { randomUUID } from 'node:crypto';
import { describe, expect } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { deliver } from '../support/deliver.ts';
import { task } from '../support/know.ts';
import { replies } from '../support/see.ts';
import { silentLog } from '../support/silent-log.ts';
import { ADMIN_TOKEN, it, type World } from '../support/world.ts';

interface Row {
  readonly state: string;
  readonly attempts: number;
  readonly error: string | null;
}

async function stored(world: World, guid: string): Promise<Row | null> {
  const { rows } = await world.database.pool.query<Row>(
    'select state, attempts, error from deliveries where guid = $1::text',
    [guid],
  );
  return rows[0] ?? null;
}

/** Makes what waits for its next attempt due, until nothing is pending any more. */
async function exhaust(world: World): Promise<void> {
  for (;;) {
    const { rowCount } = await world.database.pool.query(
      "update deliveries set due_at = clock_timestamp(), leased_until = null where state = 'pending'",
    );
    if (rowCount === 0) return;
    await world.app.sweep();
  }
}

function admin(world: World, path: string, method = 'GET'): Promise<Response> {
  return fetch(`${world.app.url}${path}`, { method, headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
}

describe('a webhook', () => {
  it('that nobody signed, or with another secret, is refused and leaves nothing behind', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const answers = [
      await deliver(world, { event: 'issues', payload: {}, guid: 'unsigned', secret: null }),
      await deliver(world, { event: 'issues', payload: {}, guid: 'foreign', secret: 'development' }),
      await deliver(world, { event: 'issues', payload: '', guid: 'empty' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
    expect(await answers[1]?.json()).toMatchObject({ detail: expect.stringContaining('secrets') });
    const { rows } = await world.database.pool.query(
      "select guid from deliveries where guid in ('unsigned', 'foreign', 'empty')",
    );
    expect(rows).toEqual([]);
  });

  it('that is larger than GitHub sends is refused', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const payload = `"${'x'.repeat(25 * 1024 * 1024)}"`;
    const answer = await deliver(world, { event: 'issues', payload, guid: 'huge' }).catch(() => null);
    // The connection may be cut before all of it was sent.
    expect(answer?.status ?? 413).toBe(413);
    expect(await stored(world, 'huge')).toBeNull();
  });

  it('of an event that nobody knows is taken and comes to nothing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const answer = await deliver(world, {
      event: 'solar_eclipse',
      payload: { action: 'begun' },
      guid: 'odd',
    });
    expect(answer.status).toBe(202);
    await world.app.sweep();
    expect(await stored(world, 'odd')).toMatchObject({ state: 'handled' });
  });

  it('may be signed with the old secret or the new one while they change', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const app = await anotherApp(world, ['the-new-secret-of-the-webhook', world.github.webhookSecret]);
    try {
      const answers = [
        'the-new-secret-of-the-webhook',
        world.github.webhookSecret,
        'the-very-old-secret',
      ].map((secret) => deliver(world, { event: 'ping', payload: {}, secret, to: app }));
      expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([202, 202, 401]);
    } finally {
      await app.stop();
    }
  });

  it('is kept once, however many copies come at once', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const guid = randomUUID();
    const copies = Array.from({ length: 20 }, () => deliver(world, { event: 'ping', payload: {}, guid }));
    expect(new Set((await Promise.all(copies)).map(({ status }) => status))).toEqual(new Set([202]));
    const { rows } = await world.database.pool.query('select guid from deliveries where guid = $1', [guid]);
    expect(rows).toHaveLength(1);
  });

  it('is not lost while the database is away: GitHub is told to send it again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const away = 'alter table deliveries rename to deliveries_away';
    await world.database.pool.query(away);
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.github.idle();
    const sent = world.github.deliveries.filter(({ statusCode }) => statusCode !== 202);
    expect(sent.map(({ event, statusCode }) => `${event} ${statusCode}`)).toEqual([
      'issues 503',
      'issues 503',
    ]);

    await world.database.pool.query('alter table deliveries_away rename to deliveries');
    for (const delivery of sent) world.github.redeliver(delivery);
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
  });
});

describe('a delivery', () => {
  it('that cannot be read is tried again, then kept as dead, listed, and driven again', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const bodies = { 'not-json': 'payload=%7B%7D', 'odd-shape': JSON.stringify({ action: 'opened' }) };
    for (const [guid, payload] of Object.entries(bodies)) {
      expect((await deliver(world, { event: 'issues', payload, guid })).status).toBe(202);
    }
    await world.app.sweep();
    expect(await stored(world, 'odd-shape')).toMatchObject({ state: 'pending', attempts: 1 });

    await exhaust(world);
    expect(await stored(world, 'not-json')).toMatchObject({ state: 'dead', attempts: 6 });
    const { deliveries } = (await (await admin(world, '/api/deliveries/dead')).json()) as {
      deliveries: readonly { guid: string; event: string; error: string }[];
    };
    expect(deliveries.map(({ guid, event, error }) => [guid, event, error])).toMatchInlineSnapshot(`
      [
        [
          "not-json",
          "issues",
          "SyntaxError: Unexpected token 'p', "payload=%7B%7D" is not valid JSON",
        ],
        [
          "odd-shape",
          "issues",
          "DecodeError: unexpected shape at issue: Invalid input: expected object, received undefined",
        ],
      ]
    `);

    expect((await admin(world, '/api/deliveries/odd-shape/redrive', 'POST')).status).toBe(202);
    expect(await stored(world, 'odd-shape')).toMatchObject({ state: 'pending', attempts: 0 });
    expect((await admin(world, '/api/deliveries/unheard-of/redrive', 'POST')).status).toBe(404);
    expect((await fetch(`${world.app.url}/api/deliveries/dead`)).status).toBe(401);
    await exhaust(world);
  });

  it('is acknowledged though its handler fails, and ends well once GitHub answers again', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    let broken = true;
    await world.restart({
      wrapGitHub: (github) => ({
        ...github,
        permission: (...asked) =>
          broken ? Promise.reject(new Error('GitHub is away')) : github.permission(...asked),
      }),
    });
    world.repo.comment(issue, world.writer, '/claim');
    await world.github.idle();
    const sent = world.github.deliveries.at(-1);
    expect(sent).toMatchObject({ event: 'issue_comment', statusCode: 202 });
    await exhaust(world);
    expect(await stored(world, sent?.guid ?? '')).toMatchObject({
      state: 'dead',
      error: 'Error: GitHub is away',
    });
    expect(replies(world, issue)).toEqual([]);

    broken = false;
    if (sent) world.github.redeliver(sent);
    await world.settle();
    expect(await stored(world, sent?.guid ?? '')).toMatchObject({ state: 'handled', error: null });
    expect(await task(world, issue)).toMatchObject({ holder: 'walter' });
    expect(replies(world, issue)).toHaveLength(1);
  });
});

function anotherApp(world: World, webhookSecrets: readonly string[]): Promise<App> {
  return createApp({
    appId: world.github.appId,
    privateKey: world.github.privateKey,
    webhookSecrets,
    githubApiUrl: world.github.url,
    databaseUrl: world.database.url,
    redisUrl: null,
    host: '127.0.0.1',
    port: 0,
    roles: new Set(['web']),
    adminToken: null,
    log: silentLog,
  });
}
