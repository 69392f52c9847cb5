import { describe, expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { openTask } from '../support/talk.ts';
import { until } from '../support/until.ts';
import { startWorker } from '../support/worker-process.ts';
import { it, redisForThisWorker, type World } from '../support/world.ts';

/** What the process is about to write when it is killed: that it did what was asked, or what it answered. */
const MOMENTS = [
  { at: 'before what it did is committed', writing: 'done' },
  { at: 'between that and its answer', writing: 'status' },
] as const;

describe('a server killed with SIGKILL while it answers a write with an Idempotency-Key', () => {
  for (const { at, writing } of MOMENTS) {
    it(`${at} is followed by one that does it once`, async ({ newWorld }) => {
      const world = await newWorld({ workers: false });
      await openTask(world);
      const { token } = await apiClient(world, 'agent-d');
      const claim = (url: string | null) =>
        fetch(`${url}/api/tasks/1/claim`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'idempotency-key': 'k-1' },
        });
      const victim = await startWorker(world, redisForThisWorker(), { ROLES: 'web', PORT: '0' });
      await stall(world, writing);
      const unheard = claim(victim.url).then(
        ({ status }) => `answered ${status}`,
        () => 'no answer',
      );
      await until(async () => (await stalled(world)).length > 0, 'nothing was written');
      await victim.kill();
      await letGo(world);
      expect(await unheard).toBe('no answer');
      expect(await claims(world)).toBe(writing === 'done' ? 0 : 1);

      // Nobody knows yet that it is dead.
      expect((await claim(world.app.url)).status).toBe(409);
      await world.database.pool.query("update api_answers set leased_until = '-infinity'");
      const answer = await claim(world.app.url);
      const said = (await answer.json()) as { message: string; task: object };
      expect([answer.status, said.task]).toMatchObject([200, { holder: { agent: 'agent-d' } }]);
      expect(said.message).toContain('Work on the branch `agent-d/');
      const again = await claim(world.app.url);
      expect([again.headers.get('idempotent-replayed'), await again.json()]).toEqual(['true', said]);
      expect(await claims(world)).toBe(1);
    });
  }
});

/** Whoever writes that column waits for ever. */
async function stall({ database }: World, column: string): Promise<void> {
  await database.pool.query(`
    create function stall() returns trigger language plpgsql as $$
    begin perform pg_sleep(600); return new; end $$;
    create trigger stall before update of ${column} on api_answers for each row execute function stall()`);
}

async function stalled({ database }: World): Promise<readonly { pid: number }[]> {
  const { rows } = await database.pool.query<{ pid: number }>(
    `select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`,
  );
  return rows;
}

/** The dead process's connection ends, which the database notices late while it sleeps for it. */
async function letGo(world: World): Promise<void> {
  const { pool } = world.database;
  for (const { pid } of await stalled(world)) await pool.query('select pg_terminate_backend($1)', [pid]);
  await until(async () => (await stalled(world)).length === 0, 'its connection stays');
  await pool.query('drop function stall cascade');
}

async function claims({ database }: World): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::integer as count from commands where outcome = 'done'
      union all select count(*)::integer from activity where kind = 'task.claimed'
      union all select count(*)::integer from assignments`,
  );
  expect(new Set(rows.map(({ count }) => count)).size).toBe(1);
  return rows[0]?.count ?? 0;
}
