import { describe, expect } from 'vitest';
import { LIMITS } from '../../src/core/budget/limits.ts';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { peakRates } from '../support/rates.ts';
import { claimed, EPIC_1, opened } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

const HOURS = 24;
const MINUTE_MS = 60_000;
/** Three quarters of the 5,000 requests an hour that GitHub lets an App make in its own name. */
const OWN_REQUESTS_PER_MINUTE = 62;

/** What happened at GitHub meanwhile is spread evenly over the hours before now, and what was before lies before that. */
function spread({ github }: World, away: number): void {
  const records = github.deliveries as readonly { deliveredAt: Date }[];
  const start = Date.now() - HOURS * 60 * MINUTE_MS;
  records.forEach((record, at) => {
    const nth = at - (records.length - away);
    record.deliveredAt = new Date(
      nth < 0 ? start - MINUTE_MS : start + (nth / away) * HOURS * 60 * MINUTE_MS,
    );
  });
}

/** Deliveries that GitHub has in its log and that have not been handled here. */
async function unhandled({ github, database }: World): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ guid: string }>(
    "select guid from deliveries where state = 'handled'",
  );
  const handled = new Set(rows.map(({ guid }) => guid));
  return github.deliveries.map(({ guid }) => guid).filter((guid) => !handled.has(guid));
}

function ownRequests({ github }: World): number {
  return github.requests.filter(({ path }) => path.startsWith('/app/hook/deliveries')).length;
}

describe('a day on which nothing could be delivered', () => {
  it('is made up for within ten minutes of the return, within every limit', async ({ newWorld }) => {
    const world = await newWorld({ limits: LIMITS });
    const { repo, github, agentD, agentE } = world;
    const first = await claimed(world);
    await doChore(world, 'deliveries');
    const before = github.deliveries.length;

    const webhook = github.webhookUrl;
    github.webhookUrl = 'http://127.0.0.1:9/away';
    const second = repo.openIssue({ title: 'Write the printer', labels: ['epic:1'] });
    repo.comment(second, agentE, '/claim');
    for (let nth = 1; nth <= 200; nth += 1) repo.openIssue({ title: `Thought ${nth}` });
    const pull = await opened(world, first, { by: agentD, base: EPIC_1 });
    for (let nth = 1; nth <= 150; nth += 1) repo.openIssue({ title: `Afterthought ${nth}` });
    await github.idle();
    const away = github.deliveries.length - before;
    expect(away).toBeGreaterThan(350);
    spread(world, away);
    await world.database.pool.query(
      "update delivery_log set covered_from = covered_from - interval '24 hours', swept_until = swept_until - interval '24 hours'",
    );

    github.webhookUrl = webhook;
    let minutes = 0;
    for (; minutes < 10 && (await unhandled(world)).length > 0; minutes += 1) {
      const asked = ownRequests(world);
      await doChore(world, 'deliveries');
      expect(ownRequests(world) - asked).toBeLessThanOrEqual(OWN_REQUESTS_PER_MINUTE);
      await github.idle();
      await world.settle();
      await passTime(world.database.pool, 60);
    }

    expect(await unhandled(world)).toEqual([]);
    expect(minutes).toBeLessThanOrEqual(10);
    expect(repo.pull(pull).mergedAt).toBeDefined();
    expect(repo.issue(first).state).toBe('closed');
    expect(await task(world, second)).toMatchObject({ holder: 'agent-e' });
    const peak = peakRates(github.requests, MINUTE_MS);
    expect(peak.points).toBeLessThanOrEqual(LIMITS.pointsPerMinute);
    expect(peak.content).toBeLessThanOrEqual(LIMITS.contentPerMinute);
  }, 120_000);
});
