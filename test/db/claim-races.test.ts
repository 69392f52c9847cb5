import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AgentId, ProjectId } from '../../src/core/model/ids.ts';
import { CONFIG, createFixture, must, type Fixture } from './store-fixture.ts';

/** `npm run races` plays a thousand. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 100);
const AGENTS = 100;
const RIVALS = 12;
const LEASE_MS = 3_600_000;
/** Together they may hold every task, and none may hold more than its share. */
const MAX_CLAIMS = Math.ceil(ROUNDS / AGENTS) + 1;

let fixture: Fixture;
let project: ProjectId;
let agents: readonly AgentId[];
beforeAll(async () => {
  fixture = await createFixture();
  const names = Array.from({ length: AGENTS }, (_, index) => `racer-${index}`);
  const listed = names.map((name, index) => ({ ...must(CONFIG.agents[0]), id: 500 + index, name }));
  ({ id: project } = await fixture.configured({ agents: listed }));
  agents = await Promise.all(names.map((name) => fixture.agent(project, name)));
});
afterAll(() => fixture.close());

/** As a claim does it: the agent first, then the task, then one statement that decides. */
function claim(issue: number, agent: AgentId): Promise<'won' | 'lost' | 'at limit'> {
  return fixture.store.transaction(async (tx) => {
    if ((await tx.agents.lockHoldings(agent)).length >= MAX_CLAIMS) return 'at limit';
    const task = must(await tx.tasks.lock(project, issue));
    return (await tx.assignments.claim(task.id, agent, LEASE_MS)).won ? 'won' : 'lost';
  });
}

/** As a handoff and an assignment do it: whoever holds it makes way within one transaction. */
function give(issue: number, agent: AgentId): Promise<boolean> {
  return fixture.store.transaction(async (tx) => {
    if ((await tx.agents.lockHoldings(agent)).length >= MAX_CLAIMS) return false;
    const task = must(await tx.tasks.lock(project, issue));
    if ((await tx.assignments.active(task.id))?.agentId === agent) return false;
    await tx.assignments.end(task.id, 'released');
    return (await tx.assignments.claim(task.id, agent, LEASE_MS)).won;
  });
}

function lapse(issue: number) {
  return fixture.sql(
    `update assignments s set expires_at = clock_timestamp() - interval '1 second'
       from tasks t
      where t.id = s.task_id and t.project_id = $1 and t.issue = $2 and s.status = 'active'`,
    [project, issue],
  );
}

it(
  `has at most one holder per task in ${ROUNDS} rounds of claims, lapses, handoffs and assignments`,
  { timeout: 30_000 + ROUNDS * 300 },
  async () => {
    for (let round = 1; round <= ROUNDS; round += 1) {
      await fixture.task(project, round);
      const rivals = Array.from({ length: RIVALS }, (_, at) => must(agents[(round * 7 + at * 5) % AGENTS]));
      const [first, last] = [must(rivals[0]), must(rivals.at(-1))];
      // Every third task was held by somebody who was not heard of; every fourth is given away meanwhile.
      if (round % 3 === 0) {
        await claim(round, first);
        await lapse(round);
      }
      const given = round % 4 === 0 ? give(round, last) : Promise.resolve(false);
      const outcomes = await Promise.all(rivals.slice(1, -1).map((agent) => claim(round, agent)));
      const won = outcomes.filter((outcome) => outcome === 'won').length;
      expect(won, `winners of round ${round}`).toBeLessThanOrEqual(1);
      // Nobody loses to nobody.
      const wasGiven = await given;
      const least = outcomes.includes('lost') && !wasGiven ? 1 : 0;
      expect(won, `winners of round ${round}`).toBeGreaterThanOrEqual(least);
    }
    expect(await fixture.sql(HOLDS, [project])).toEqual([{ tasks: ROUNDS, most: 1, least: 1 }]);
    expect(await fixture.sql(OVER_LIMIT, [project, MAX_CLAIMS])).toEqual([]);
    expect(await fixture.sql(OVERLAPS, [project])).toEqual([]);
  },
);

const HOLDS = `
  select count(*) as tasks, max(n) as most, min(n) as least
    from (select t.id, count(s.id) filter (where s.status = 'active') as n
            from tasks t left join assignments s on s.task_id = t.id
           where t.project_id = $1
           group by t.id) held`;

const OVER_LIMIT = `
  select s.agent_id, count(*) as n
    from assignments s join tasks t on t.id = s.task_id
   where t.project_id = $1 and s.status = 'active'
   group by s.agent_id
  having count(*) > $2`;

/** Holds of one task that were live at the same time, or whose fences do not follow their order. */
const OVERLAPS = `
  select one.id, other.id
    from assignments one
    join assignments other on other.task_id = one.task_id and other.id > one.id
    join tasks t on t.id = one.task_id
   where t.project_id = $1 and (one.ended_at is null or other.fence <= one.fence)`;
