import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AgentId, ProjectId } from '../../src/core/model/ids.ts';
import type { Caller } from '../../src/core/model/caller.ts';
import { apiTokens } from '../../src/db/api-tokens.ts';
import { liveFeed } from '../../src/db/live-feed.ts';
import { liveTickets } from '../../src/db/live-tickets.ts';
import { sessions } from '../../src/db/sessions.ts';
import type { LiveTickets } from '../../src/ports.ts';
import { silentLog } from '../support/silent-log.ts';
import { until } from '../support/until.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let tickets: LiveTickets;
let project: ProjectId;
let agent: AgentId;
let token = 0;
beforeAll(async () => {
  fixture = await createFixture();
  tickets = liveTickets(fixture.pool);
  ({ id: project } = await fixture.configured());
  agent = await fixture.agent(project, 'agent-a');
});
beforeEach(async () => {
  token = await newToken();
});
afterAll(() => fixture.close());

async function newToken(): Promise<number> {
  const wish = { name: 'laptop', scope: 'agent', repository: null, agent: 'agent-a', days: 1 } as const;
  const made = await apiTokens(fixture.pool).create(wish);
  if (!made.ok) throw new Error('there is no token');
  return made.value.token.id;
}

/** Whoever came by a token; 0: by the operator's own. */
function callerBy(id: number): Caller {
  const operator = id === 0;
  return {
    scope: operator ? 'admin' : 'agent',
    project: operator ? null : project,
    agent: operator ? null : { id: agent, name: 'agent-a' },
    token: { id, name: operator ? 'operator' : 'laptop' },
  };
}

async function textOf(id: number): Promise<string> {
  const ticket = await tickets.issue(callerBy(id));
  if (!ticket) throw new Error('there is no ticket');
  return ticket.text;
}

describe('a ticket', () => {
  it('of a sign-in lets in with the rights it was given with, for minutes, and ends with it', async () => {
    const signIns = sessions(fixture.pool, 'secret');
    const { text } = await signIns.create({ id: 5, login: 'mona', isBot: false });
    const session = await signIns.meet(text);
    const token = { id: -(session?.id ?? 0), name: 'mona' };
    const caller: Caller = { scope: 'maintain', project, agent: null, token };

    const used = await tickets.issue(caller);
    expect(await tickets.redeem(used?.text ?? '')).toEqual({ caller, goodForMs: 300_000 });
    expect([...(await tickets.left([token.id])).keys()]).toEqual([token.id]);

    const late = await tickets.issue(caller);
    await signIns.end(text);
    expect(await tickets.redeem(late?.text ?? '')).toBeNull();
    expect(await tickets.issue(caller)).toBeNull();
    expect((await tickets.left([token.id])).size).toBe(0);
  });

  it('lets in as whom its token lets in, once, and is kept as a hash', async () => {
    const text = await textOf(token);
    expect(JSON.stringify(await fixture.sql('select * from ws_tickets'))).not.toContain(text);
    const redeemed = await tickets.redeem(text);
    expect(redeemed?.caller).toEqual(callerBy(token));
    expect(redeemed?.goodForMs).toBeGreaterThan(86_000_000);
    expect(await tickets.redeem(text)).toBeNull();
    expect(await tickets.redeem(await textOf(0))).toEqual({
      caller: callerBy(0),
      goodForMs: null,
    });
  });

  it('is used up by one of many who come at one time', async () => {
    const text = await textOf(token);
    const came = await Promise.all(Array.from({ length: 20 }, () => tickets.redeem(text)));
    expect(came.filter((one) => one !== null)).toHaveLength(1);
  });

  it('is good for nothing when it is old, or its token is over, and for no token that is', async () => {
    const old = await textOf(token);
    await fixture.sql(`update ws_tickets set expires_at = clock_timestamp() - interval '1 second'`);
    expect(await tickets.redeem(old)).toBeNull();
    const [revoked, operators] = [await textOf(token), await textOf(0)];
    await apiTokens(fixture.pool).revoke(token);
    expect(await tickets.redeem(revoked)).toBeNull();
    expect(await tickets.issue(callerBy(token))).toBeNull();
    expect(await tickets.redeem(operators)).not.toBeNull();
    for (const text of ['', 'x'.repeat(43), `${operators}x`, '\u0000'])
      expect(await tickets.redeem(text)).toBeNull();
  });

  it('is removed when nobody came with it', async () => {
    await textOf(token);
    await fixture.sql(`update ws_tickets set expires_at = clock_timestamp() - interval '1 second'`);
    await textOf(0);
    expect(await fixture.sql('select token_id from ws_tickets')).toEqual([{ token_id: null }]);
  });

  it('comes with how long its token is good, which a revoked one is not', async () => {
    const other = await newToken();
    await fixture.sql(
      `update api_tokens set expires_at = clock_timestamp() + interval '10 seconds' where id = $1`,
      [other],
    );
    await apiTokens(fixture.pool).revoke(token);
    const left = await tickets.left([token, other, 999_999]);
    expect([...left.keys()]).toEqual([other]);
    expect(left.get(other)).toBeGreaterThan(5_000);
    expect(left.get(other)).toBeLessThanOrEqual(10_000);
  });
});

describe('the feed', () => {
  it('hears of lines and of tokens, wherever they were written, and again after its connection was lost', async () => {
    const heard: string[] = [];
    const ears = liveFeed(fixture.pool, silentLog).hear({
      grown: () => heard.push('grown'),
      token: (id) => heard.push(`token ${id}`),
      restored: () => heard.push('restored'),
    });
    const hears = (what: string) => until(() => heard.includes(what), `not heard: ${what}`);
    const write = () =>
      fixture.store.transaction((tx) =>
        tx.activity({ projectId: project, kind: 'lane.paused', actor: 'mona' }),
      );
    try {
      await hears('restored');
      await write();
      await hears('grown');
      await apiTokens(fixture.pool).revoke(token);
      await hears(`token ${token}`);
      const other = await newToken();
      await fixture.sql('delete from api_tokens where id = $1', [other]);
      await hears(`token ${other}`);

      heard.length = 0;
      await fixture.sql(`select pg_terminate_backend(pid) from pg_stat_activity
                          where datname = current_database() and query like 'listen %'`);
      await hears('restored');
      heard.length = 0;
      await write();
      await hears('grown');
    } finally {
      await ears.stop();
    }
    expect(ears.hears()).toBe(false);
  });

  it('reads what comes after an id, with the task and its epic, of one project or of all', async () => {
    const feed = liveFeed(fixture.pool, silentLog);
    const { id: other } = await fixture.project();
    const task = await fixture.task(project, 41);
    const start = await feed.newest(null);
    await fixture.store.transaction(async (tx) => {
      await tx.activity({
        projectId: project,
        taskId: task.id,
        kind: 'task.claimed',
        actor: 'a',
        detail: { n: 1 },
      });
      await tx.activity({ projectId: other, kind: 'lane.paused', actor: 'b' });
    });
    const all = await feed.after(start, null, 10);
    expect(all).toMatchObject([
      { projectId: project, taskId: task.id, issue: 41, epic: 'one', kind: 'task.claimed', detail: { n: 1 } },
      { projectId: other, taskId: null, issue: null, epic: null },
    ]);
    const [first, second] = all.map(({ id }) => id);
    expect((await feed.after(start, other, 10)).map(({ id }) => id)).toEqual([second]);
    expect((await feed.after(start, null, 1)).map(({ id }) => id)).toEqual([first]);
    expect([await feed.newest(project), await feed.newest(null)]).toEqual([first, second]);
    expect(await feed.reachesBack(first ?? 0, project)).toBe(true);
    expect(await feed.reachesBack(first ?? 0, other)).toBe(false);
    expect(await feed.reachesBack(0, null)).toBe(false);
    expect(await feed.progress([task.id])).toEqual([
      {
        projectId: project,
        taskId: task.id,
        issue: 41,
        epic: 'one',
        status: 'pending',
        percent: 0,
        verified: 0,
        agent: null,
      },
    ]);
    expect(await feed.progress([])).toEqual([]);
  });
});
