import { describe, expect } from 'vitest';
import { passTime } from '../support/pass-time.ts';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { replies } from '../support/see.ts';
import { ADMIN_TOKEN, it, type World } from '../support/world.ts';

interface Gaps {
  readonly noGapsSince: string | null;
  readonly missing: readonly { guid: string; event: string; asked: number }[];
}

async function gaps({ app }: World): Promise<Gaps> {
  const headers = { authorization: `Bearer ${ADMIN_TOKEN}` };
  return (await (await fetch(`${app.url}/api/deliveries/gaps`, { headers })).json()) as Gaps;
}

function sweep(world: World): Promise<void> {
  return doChore(world, 'deliveries');
}

/** How often GitHub's log was read, and how often it was asked to send again. */
function asked(world: World): { pages: number; redeliveries: number } {
  const made = (method: string) =>
    world.github.requests.filter(
      (request) => request.method === method && request.path.startsWith('/app/hook/deliveries'),
    ).length;
  return { pages: made('GET'), redeliveries: made('POST') };
}

/** Moves what GitHub has logged into the past. */
function age(world: World, hours: number): void {
  for (const record of world.github.deliveries as readonly { deliveredAt: Date }[]) {
    record.deliveredAt = new Date(record.deliveredAt.getTime() - hours * 3_600_000);
  }
}

describe('what GitHub could not deliver', () => {
  it('is asked for and handled, whether GitHub knows that it failed or not', async ({ world }) => {
    const { repo, github, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    github.knobs.faultDeliveries('issue_comment', 'drop', 1);
    repo.comment(issue, agentD, '/claim');
    github.knobs.faultDeliveries('issues.opened', 'lose', 1);
    github.knobs.faultDeliveries('issues.labeled', 'lose', 1);
    const other = repo.openIssue({ title: 'Write the printer', labels: ['epic:1'] });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: null });
    expect(await task(world, other)).toBeNull();

    await sweep(world);
    await world.settle();

    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
    expect(await task(world, other)).toMatchObject({ status: 'pending' });
    expect(replies(world, issue)).toHaveLength(1);
  });

  it('is handled after a day of absence', async ({ newWorld }) => {
    const world = await newWorld();
    const { repo, github, agentD, agentE } = world;
    const first = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    await sweep(world);

    const webhook = github.webhookUrl;
    github.webhookUrl = 'http://127.0.0.1:9/away';
    repo.comment(first, agentD, '/claim');
    const second = repo.openIssue({ title: 'Write the printer', labels: ['epic:1'] });
    repo.comment(second, agentE, '/claim');
    const pushed = await repo.pushFiles({
      branch: `agent-d/${first.number}-parser`,
      from: 'epic-1/repositories',
      files: { 'src/parser.ts': 'export const parser = 1;\n' },
      by: agentD,
    });
    expect(pushed).toBeTruthy();
    const pull = await repo.openPull({
      title: 'Parser',
      head: `agent-d/${first.number}-parser`,
      base: 'epic-1/repositories',
      by: agentD,
    });
    await github.idle();
    age(world, 24);
    await world.database.pool.query(
      "update delivery_log set covered_from = covered_from - interval '24 hours', swept_until = swept_until - interval '24 hours'",
    );
    github.webhookUrl = webhook;
    const away = github.deliveries.filter(({ statusCode }) => statusCode >= 400).length;
    expect(away).toBeGreaterThan(5);

    await sweep(world);
    await world.settle();

    expect(await task(world, second)).toMatchObject({ holder: 'agent-e' });
    expect(repo.pull(pull).mergedAt).toBeInstanceOf(Date);
    expect(repo.issue(first).state).toBe('closed');
    await sweep(world);
    expect(await gaps(world)).toMatchObject({ missing: [], noGapsSince: expect.any(String) });
    const { rows } = await world.database.pool.query<{ guid: string }>('select guid from deliveries');
    const held = new Set(rows.map(({ guid }) => guid));
    expect(github.deliveries.filter(({ guid }) => !held.has(guid))).toEqual([]);
  });

  it('that is held already is not asked for, and sent again changes nothing', async ({ world }) => {
    const { repo, github, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    // GitHub never heard the answer.
    const claim = github.deliveries.find(({ event }) => event === 'issue_comment');
    Object.assign(claim ?? {}, { statusCode: 504, status: 'timed out' });

    await sweep(world);
    expect(asked(world).redeliveries).toBe(0);

    if (claim) github.redeliver(claim);
    await world.settle();
    expect(replies(world, issue)).toHaveLength(1);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('and will not come is asked for ever more rarely, and stays on the list of gaps', async ({ world }) => {
    const { repo, github } = world;
    await sweep(world);
    const before = await gaps(world);
    const answered = github.webhookUrl;
    github.webhookUrl = 'http://127.0.0.1:9/away';
    repo.openIssue({ title: 'Write the parser' });
    await github.idle();

    for (let run = 0; run < 5; run += 1) {
      await sweep(world);
      await github.idle();
    }
    expect(asked(world).redeliveries).toBe(1);
    const open = await gaps(world);
    expect(open.missing.map(({ event, asked: times }) => [event, times])).toEqual([['issues', 1]]);
    expect(Date.parse(open.noGapsSince ?? '')).toBeGreaterThan(Date.parse(before.noGapsSince ?? ''));

    github.webhookUrl = answered;
    await world.database.pool.query('update missed_deliveries set due_at = clock_timestamp()');
    await sweep(world);
    await github.idle();
    expect((await gaps(world)).missing).toEqual([]);
  });
});

describe('a sweep', () => {
  it('that dies is followed by one that goes on where it was', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, github } = world;
    await sweep(world);
    await world.database.pool.query(
      "update delivery_log set covered_from = now() - interval '2 hours', swept_until = now() - interval '1 hour'",
    );
    github.webhookUrl = 'http://127.0.0.1:9/away';
    const issues = Array.from({ length: 52 }, (_, nth) =>
      repo.openIssue({ title: `Task ${nth}`, labels: ['epic:1'] }),
    );
    await github.idle();
    github.webhookUrl = `${world.app.url}/api/github/webhooks`;
    const lost = new Set(
      github.deliveries.filter(({ statusCode }) => statusCode >= 400).map(({ guid }) => guid),
    );
    expect(lost.size).toBeGreaterThan(100);

    // The second page cannot be read, and later the third request to send again is not answered.
    const second = (path: string) => ({ path: `/app/hook/${path}` });
    let page = 0;
    github.knobs.onRequest({ method: 'GET', path: '/app/hook/deliveries' }, () => {
      page += 1;
      if (page === 1)
        github.knobs.failNext({ method: 'GET', ...second('deliveries') }, { status: 502, times: 3 });
    });
    const pages = asked(world).pages;
    await sweep(world);
    const state = await world.database.pool.query<{ scan_cursor: string | null }>(
      'select scan_cursor from delivery_log',
    );
    expect(state.rows[0]?.scan_cursor).not.toBeNull();
    expect((await gaps(world)).missing.length).toBeGreaterThan(90);

    github.knobs.failNext({ method: 'POST', path: '/attempts' }, { status: 502, when: 'after' });
    await sweep(world);
    // Page 1 once, page 2 in four requests of which three failed: what was read is not read again.
    expect(asked(world).pages - pages).toBe(1 + 3 + 1);

    for (let run = 0; run < 6 && (await gaps(world)).missing.length > 0; run += 1) {
      await passTime(world.database.pool, 600);
      await sweep(world);
      await github.idle();
    }
    expect(await gaps(world)).toMatchObject({ missing: [] });
    await world.settle();
    for (const issue of issues) expect(await task(world, issue)).toMatchObject({ status: 'pending' });
  });

  it('keeps to its budget, however much is missing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, github } = world;
    await sweep(world);
    github.webhookUrl = 'http://127.0.0.1:9/away';
    for (let nth = 0; nth < 90; nth += 1) repo.openIssue({ title: `Task ${nth}` });
    await github.idle();
    github.webhookUrl = `${world.app.url}/api/github/webhooks`;
    const before = asked(world);

    await sweep(world);

    const after = asked(world);
    const made = after.pages - before.pages + after.redeliveries - before.redeliveries;
    expect(made).toBeGreaterThan(50);
    expect(made).toBeLessThanOrEqual(60);
    const { rows } = await world.database.pool.query<{ seconds: number }>(
      "select extract(epoch from due_at - clock_timestamp())::float8 as seconds from sweeps where name = 'deliveries'",
    );
    expect(rows[0]?.seconds).toBeLessThanOrEqual(60);
  });

  it('is done by one process at a time', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const another = await world.startAnother();
    const before = asked(world).pages;
    await world.database.pool.query("update sweeps set due_at = clock_timestamp() where name = 'deliveries'");
    await Promise.all([world.app.chores(), another.chores(), another.chores()]);
    expect(asked(world).pages - before).toBe(1);
  });
});
