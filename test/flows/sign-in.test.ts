import { describe, expect } from 'vitest';
import { createBrowser } from '../support/browser.ts';
import { openSocket } from '../support/live-client.ts';
import { openTask } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

const PUBLIC_URL = 'https://flotilla.example.com';

type Browser = ReturnType<typeof createBrowser>;

/** Where a browser is sent by an answer. */
function sentTo(answer: Response): URL {
  return new URL(answer.headers.get('location') ?? '', 'http://nowhere.invalid');
}

/** Goes to GitHub as `login`, whose page sends it back; the address is that of this server, not of its proxy. */
async function comeBack(world: World, browser: Browser, login: string): Promise<string> {
  const there = sentTo(await browser.ask(`${world.app.url}/auth/login`));
  expect(there.searchParams.get('code_challenge_method')).toBe('S256');
  there.searchParams.set('login', login);
  const back = sentTo(await fetch(there, { redirect: 'manual' }));
  expect(`${back.origin}${back.pathname}`).toBe(`${PUBLIC_URL}/auth/callback`);
  return `${world.app.url}${back.pathname}${back.search}`;
}

async function signedIn(world: World, login: string): Promise<Browser> {
  const browser = createBrowser({ page: PUBLIC_URL });
  const answer = await browser.ask(await comeBack(world, browser, login));
  expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
  return browser;
}

async function detailOf(answer: Response): Promise<string> {
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return ((await answer.json()) as { detail: string }).detail;
}

/** The link that is printed at start, as a browser would open it. */
async function linkOf(world: World): Promise<string> {
  const link = await world.app.signInLink();
  if (link === null) throw new Error('there is no link');
  return link.url;
}

describe('the operator', () => {
  it('signs in by a link, once, where only this machine reaches Flotilla', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, oauth: false });
    await openTask(world);
    const { url } = world.app;
    const browser = createBrowser({ page: url });
    const link = await linkOf(world);
    const answer = await browser.ask(link);
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(browser.set).toEqual([
      expect.stringMatching(/^flotilla-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=86400$/),
    ]);
    const thief = createBrowser({ page: url });
    const used = await thief.ask(link);
    expect([used.status, await detailOf(used)]).toEqual([
      403,
      expect.stringMatching(/^This link is good once/),
    ]);
    expect(thief.cookies.size).toBe(0);
    const late = await linkOf(world);
    await world.database.pool.query('update sign_in_links set expires_at = clock_timestamp()');
    expect((await thief.ask(late)).status).toBe(403);

    expect(await (await browser.ask(`${url}/auth/me`)).json()).toEqual({
      login: null,
      projects: [{ id: 1, repository: 'acme/fleet', scope: 'admin' }],
    });
    expect((await browser.ask(`${url}/api/deliveries/dead`)).status).toBe(200);
    const block = { method: 'POST', body: { reason: 'the staging database is down' } };
    expect((await browser.ask(`${url}/api/tasks/1/block`, block)).status).toBe(200);
    const { rows } = await world.database.pool.query<{ actor: string }>(
      `select actor from activity where kind = 'task.blocked'`,
    );
    expect(rows).toEqual([{ actor: 'token:operator' }]);
    const forged = createBrowser({ page: 'https://evil.example.com' });
    for (const [name, value] of browser.cookies) forged.cookies.set(name, value);
    expect((await forged.ask(`${url}/api/tasks/1/unblock`, { method: 'POST' })).status).toBe(403);

    const asked = await browser.ask(`${url}/api/ws-tickets`, { method: 'POST', body: {} });
    const { ticket } = (await asked.json()) as { ticket: string };
    const live = await openSocket(String(url), ticket, { origin: String(url) });
    expect(await live.nth('welcome')).toMatchObject({ scope: 'admin', projectId: null, agent: null });
    expect((await browser.ask(`${url}/auth/logout`, { method: 'POST' })).status).toBe(303);
    expect(await live.closed).toBe(4401);
  });

  it('has no link where others come by', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, publicUrl: PUBLIC_URL });
    expect(await world.app.signInLink()).toBeNull();
  });
});

describe('a person', () => {
  it('signs in with GitHub, does what GitHub lets them do, and signs out', async ({ newWorld }) => {
    const world = await newWorld({ publicUrl: PUBLIC_URL });
    const issue = await openTask(world);
    const { url } = world.app;
    const page = async (browser: Browser) => (await browser.ask(String(url))).text();
    const nobody = createBrowser({ page: PUBLIC_URL });
    expect(await page(nobody)).toContain('you see the repositories here that you may read');
    expect(await page(nobody)).not.toContain('acme/fleet');
    const mona = await signedIn(world, 'mona');
    expect(await page(mona)).toContain('id="board"');
    expect(mona.set.at(-1)).toMatch(
      /^__Host-flotilla-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=604800; Secure$/,
    );
    expect(await (await mona.ask(`${url}/auth/me`)).json()).toMatchObject({
      login: 'mona',
      projects: [{ repository: 'acme/fleet', scope: 'maintain' }],
    });
    const { items } = (await (await mona.ask(`${url}/api/tasks`)).json()) as { items: { id: number }[] };
    const block = `${url}/api/tasks/${items[0]?.id}/block`;
    const reason = { reason: 'the staging database is down' };
    expect((await mona.ask(block, { method: 'POST', body: reason })).status).toBe(200);
    const { rows } = await world.database.pool.query<{ actor: string }>(
      `select actor from activity where kind like '%block%' order by id desc limit 1`,
    );
    expect(rows).toEqual([{ actor: 'mona' }]);

    const walter = await signedIn(world, 'walter');
    const refused = await walter.ask(block, { method: 'POST', body: reason });
    expect([refused.status, await detailOf(refused)]).toEqual([403, expect.stringContaining('maintain')]);
    expect((await walter.ask(`${url}/api/deliveries/dead`)).status).toBe(403);

    // Follows what happens, until the end of the sign-in.
    const { ticket } = (await (
      await mona.ask(`${url}/api/ws-tickets`, { method: 'POST', body: {} })
    ).json()) as { ticket: string };
    const live = await openSocket(String(url), ticket, { origin: PUBLIC_URL });
    expect(await live.nth('welcome')).toMatchObject({ scope: 'maintain', projectId: 1, agent: null });
    live.say({ type: 'subscribe', after: 0, kinds: ['task.blocked'] });
    expect(await live.nth('activity')).toMatchObject({ actor: 'mona' });

    const copy = new Map(mona.cookies);
    expect((await mona.ask(`${url}/auth/logout`, { method: 'POST' })).status).toBe(303);
    expect(mona.cookies.size).toBe(0);
    expect(await live.closed).toBe(4401);
    for (const [name, value] of copy) mona.cookies.set(name, value);
    expect((await mona.ask(`${url}/api/tasks`)).status).toBe(401);
    expect((await walter.ask(`${url}/api/tasks`)).status).toBe(200);
    // Nothing that opens a door is kept as it is.
    const kept = await world.database.pool.query(`select to_jsonb(s)::text as row from sessions s`);
    expect(kept.rows).toHaveLength(2);
    for (const [, value] of copy) expect(JSON.stringify(kept.rows)).not.toContain(value);
    expect(issue.number).toBeGreaterThan(0);
  });

  it('keeps no right that GitHub took away, for longer than a minute', async ({ newWorld }) => {
    let late = 0;
    const clock = { now: () => new Date(Date.now() + late) };
    const world = await newWorld({ workers: false, publicUrl: PUBLIC_URL, clock, private: true });
    await openTask(world);
    const { repo, app } = world;
    const mona = await signedIn(world, 'mona');
    const read = async () => (await mona.ask(`${app.url}/api/tasks/1`)).status;
    const hold = async (how: 'block' | 'unblock') => {
      const body = how === 'block' ? { reason: 'the staging database is down' } : {};
      return (await mona.ask(`${app.url}/api/tasks/1/${how}`, { method: 'POST', body })).status;
    };
    expect([await read(), await hold('block')]).toEqual([200, 200]);

    repo.setPermission('mona', 'read');
    late += 60_000;
    expect([await read(), await hold('unblock')]).toEqual([200, 403]);
    repo.setPermission('mona', 'none');
    late += 60_000;
    expect([await read(), await hold('unblock')]).toEqual([401, 401]);
    expect(await (await mona.ask(`${app.url}/auth/me`)).json()).toEqual({ login: 'mona', projects: [] });
    repo.setPermission('mona', 'maintain');
    late += 60_000;
    expect([await read(), await hold('unblock')]).toEqual([200, 200]);
  });

  it('is not signed in by others, and nobody else acts with their cookie', async ({ newWorld }) => {
    const world = await newWorld({ publicUrl: PUBLIC_URL });
    const { url } = world.app;
    const mona = createBrowser({ page: PUBLIC_URL });
    const back = await comeBack(world, mona, 'mona');
    const victim = createBrowser({ page: PUBLIC_URL });
    await victim.ask(`${url}/auth/login`);
    expect(await detailOf(await victim.ask(back))).toMatch(/^This sign-in was not begun by this browser/);
    expect((await mona.ask(back)).status).toBe(302);
    // The same way back, a second time.
    const again = createBrowser({ page: PUBLIC_URL });
    for (const [name, value] of mona.cookies) again.cookies.set(name, value);
    expect((await again.ask(back)).status).toBe(400);
    const forged = await comeBack(world, mona, 'mona');
    expect(await detailOf(await mona.ask(forged.replace(/code=\w+/, 'code=abcdef')))).toMatch(
      /^GitHub did not/,
    );
    expect(await detailOf(await mona.ask(`${url}/auth/callback?error=access_denied`))).toMatch(
      /^GitHub did not/,
    );

    for (const page of [null, 'https://evil.example.com', 'https://flotilla.example.com.evil.example.com']) {
      const other = createBrowser({ page });
      for (const [name, value] of mona.cookies) other.cookies.set(name, value);
      const answer = await other.ask(`${url}/api/agents/heartbeat`, { method: 'POST' });
      expect([answer.status, await detailOf(answer)]).toEqual([
        403,
        expect.stringMatching(/pages of this server/),
      ]);
      expect((await other.ask(`${url}/auth/logout`, { method: 'POST' })).status).toBe(403);
    }
    expect((await mona.ask(`${url}/auth/me`)).status).toBe(200);
  });
});
