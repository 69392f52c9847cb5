import { describe, expect } from 'vitest';
import { LIMITS, type Limits } from '../../src/core/budget/limits.ts';
import { isOurs, peakRates } from '../support/rates.ts';
import { labels, lastReply } from '../support/see.ts';
import { until } from '../support/until.ts';
import { it, type World } from '../support/world.ts';

const EPIC = 'epic-1/repositories';

/** GitHub's own numbers, in a world where a minute lasts a second and a half, and an hour ten minutes. */
const FAST: Limits = { ...LIMITS, minuteMs: 1_500, hourMs: 15_000, leaseMs: 50 };

describe('a burst of 200 claims, handled by two processes', () => {
  it('stays below three quarters of each limit in every minute and hour', async ({ newWorld }) => {
    const world = await newWorld({ limits: FAST });
    const { repo, github } = world;
    const issues = Array.from({ length: 20 }, (_, n) =>
      repo.openIssue({ title: `Part ${n}`, labels: ['epic:1'] }),
    );
    await allSent(world);
    await world.startAnother();
    for (let round = 0; round < 5; round += 1) {
      for (const issue of issues) {
        repo.comment(issue, world.agentD, '/claim');
        repo.comment(issue, world.agentE, '/claim');
      }
    }
    await allSent(world);

    const minute = peakRates(github.requests, FAST.minuteMs);
    expect(minute.content).toBeLessThanOrEqual(60);
    expect(minute.points).toBeLessThanOrEqual(675);
    const hour = peakRates(github.requests, FAST.hourMs);
    expect(hour.content).toBeLessThanOrEqual(375);
    expect(hour.requests).toBeLessThanOrEqual(3_750);
    // It did come near them: something had to wait.
    expect(hour.content).toBeGreaterThan(200);
    expect(await dead(world)).toEqual({ deliveries: 0, effects: 0 });
    const agents = [world.agentD, world.agentE];
    const answered = issues.flatMap((issue) =>
      repo.comments(issue).filter(({ user }) => agents.some(({ id }) => id === user.id)),
    );
    expect(answered).toHaveLength(200);
    expect(answered.every(({ reactions }) => reactions.length === 1)).toBe(true);
  }, 120_000);
});

describe('what GitHub asks for', () => {
  it.for([
    { status: 403, message: 'You have exceeded a secondary rate limit' },
    { status: 429, message: 'Too many requests' },
  ])('with $status and retry-after is kept to by every process', async (answer, { world }) => {
    const { repo, github } = world;
    await world.startAnother();
    const issues = [1, 2, 3].map((n) => repo.openIssue({ title: `Part ${n}`, labels: ['epic:1'] }));
    await world.settle();

    const failure = { ...answer, headers: { 'retry-after': '2' } };
    github.knobs.failNext({ method: 'POST', path: '/reactions' }, failure);
    repo.comment(issues[0] ?? 0, world.agentD, '/claim');
    await until(async () => (await pausedUntil(world)) > Date.now(), 'nobody was told of the pause');
    const told = Date.now();
    for (const issue of issues.slice(1)) repo.comment(issue, world.agentE, '/claim');
    await allSent(world);

    const end = await pausedUntil(world);
    expect(end).toBeGreaterThan(told + 1_000);
    const during = github.requests.filter(
      (request) => isOurs(request) && request.at.getTime() > told && request.at.getTime() < end,
    );
    expect(during.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(await dead(world)).toEqual({ deliveries: 0, effects: 0 });
    for (const issue of issues) expect(lastReply(world, issue)).toMatch(/agent-[de]/);
  });

  it('of the hour is kept to: the last quarter is never asked for', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, github } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    github.knobs.rateLimit({ limit: 1_000, remaining: 250 });
    // The first answer brings the news.
    await handled(world, () => repo.comment(issue, world.agentD, '/claim'));
    const asked = github.requests.filter(isOurs).length;
    await handled(world, () => repo.comment(issue, world.agentE, '/claim'));
    expect(github.requests.filter(isOurs).slice(asked)).toEqual([]);

    github.knobs.rateLimit({ limit: 5_000, remaining: 5_000 });
    await newHour(world);
    // A process remembers by its own clock how long it was told to wait.
    await world.restart({ workers: false });
    await world.settle();
    expect(await dead(world)).toEqual({ deliveries: 0, effects: 0 });
  });
});

describe('a budget that runs short', () => {
  it('lets landings go on while labels and comments wait', async ({ newWorld }) => {
    const world = await newWorld({ limits: { ...LIMITS, leaseMs: 50 } });
    const { repo, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    // Others used four fifths of what may be created in an hour, and three fifths of its requests.
    await spend(world, { content: 300, requests: 2_300 });

    const branch = `agent-d/${issue.number}-parser`;
    await repo.pushFiles({ branch, from: 'main', files: { 'src/parser.ts': 'export {};\n' }, by: agentD });
    await repo.pushFiles({ branch: EPIC, files: { 'NEWS.md': 'Moved on.\n' }, by: 'mona' });
    await repo.openPull({ title: 'Parser', head: branch, base: EPIC, by: agentD });
    await until(() => repo.branchTip(EPIC) !== undefined && landed(world), 'nothing landed');

    expect(await waitingKinds(world)).toContain('check');
    expect(await waitingKinds(world)).toContain('labels');
    expect(labels(world, issue)).not.toContain('status:done');
    await newHour(world);
    await world.settle();
    expect(await waitingKinds(world)).toEqual([]);
  });
});

/** Until everything that can be done about it now is done. */
async function handled(world: World, act: () => void): Promise<void> {
  act();
  await world.github.idle();
  await world.app.sweep();
}

/** Until no delivery and no effect waits any more, however long the budget makes them wait. */
async function allSent(world: World): Promise<void> {
  await world.github.idle();
  await until(
    async () =>
      (await count(
        world,
        `select (select count(*) from deliveries where state = 'pending')
              + (select count(*) from effects where version > sent_version and not dead) as count`,
      )) === 0,
    'something was never sent',
    100_000,
  );
}

async function dead(world: World): Promise<{ deliveries: number; effects: number }> {
  return {
    deliveries: await count(world, `select count(*) from deliveries where state = 'dead'`),
    effects: await count(world, 'select count(*) from effects where dead'),
  };
}

function landed(world: World): Promise<boolean> {
  return count(world, `select count(*) from merge_entries where state = 'landed'`).then((n) => n === 1);
}

async function waitingKinds({ database }: World): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ kind: string }>(
    'select distinct kind from effects where version > sent_version and not dead order by kind',
  );
  return rows.map(({ kind }) => kind);
}

/** As if other processes had spent so much this hour. */
async function spend({ database }: World, spent: { content: number; requests: number }): Promise<void> {
  await database.pool.query(
    `update api_budgets
        set ledger = ledger || jsonb_build_object('hour', (ledger -> 'hour') || jsonb_build_array(jsonb_build_object(
              'end', (1000 * extract(epoch from clock_timestamp()))::bigint,
              'content', $1::integer, 'points', 0, 'requests', $2::integer)))`,
    [spent.content, spent.requests],
  );
}

/** An hour later nothing is spent, and nobody waits. */
async function newHour({ database }: World): Promise<void> {
  await database.pool.query(`update api_budgets set ledger = '{}'`);
  await database.pool.query('delete from effect_waits');
}

function pausedUntil(world: World): Promise<number> {
  return count(world, `select coalesce(max((ledger ->> 'pausedUntil')::bigint), 0) from api_budgets`);
}

async function count({ database }: World, sql: string): Promise<number> {
  const { rows } = await database.pool.query<Record<string, unknown>>(sql);
  return Number(Object.values(rows[0] ?? {})[0]);
}
