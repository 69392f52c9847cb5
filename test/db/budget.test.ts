import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ask } from '../../src/core/budget/ledger.ts';
import { CREATION, LIMITS, READ, type Limits } from '../../src/core/budget/limits.ts';
import { createBudget } from '../../src/db/budget.ts';
import { createPool } from '../../src/db/pool.ts';
import type { Permit } from '../../src/ports.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';
import { until } from '../support/until.ts';

const READING: Ask = { cost: READ, priority: 'handling' };
const LANDING: Ask = { cost: CREATION, priority: 'landing' };
const SEEN = { limit: 5_000, used: 3_750, resetMs: 600_000 };

let database: TestDatabase;
let ends: (() => Promise<void>)[];
beforeEach(async () => {
  database = await createDatabase();
  ends = [];
});
afterEach(async () => {
  for (const end of ends) await end();
  await database.drop();
});

/** A process with a budget of its own on the one database. */
function process(limits: Partial<Limits> = {}) {
  const pool = createPool(database.url, { log: silentLog, max: 4 });
  const budget = createBudget(pool, { log: silentLog, limits: { ...LIMITS, ...limits } });
  ends.push(async () => {
    await budget.close();
    await pool.end();
  });
  return budget;
}

type Process = ReturnType<typeof process>;

async function permit(one: Process, ask: Ask, installation = 7): Promise<Permit> {
  const taken = await one.take(installation, ask);
  if (!taken.ok) throw new Error(`no permit for ${taken.error.waitMs} ms`);
  return taken.value;
}

async function waitMs(one: Process, ask: Ask, installation = 7): Promise<number> {
  const taken = await one.take(installation, ask);
  return taken.ok ? 0 : taken.error.waitMs;
}

/** How many leases were taken. */
async function leases(): Promise<number> {
  const { rows } = await database.pool.query<{ next: number }>(
    `select (ledger -> 'nextLease')::integer as next from api_budgets`,
  );
  return (rows[0]?.next ?? 1) - 1;
}

/** Until word of a pause would reach it: only then does it spend what it took without asking. */
async function hearing(): Promise<void> {
  await until(async () => {
    const { rows } = await database.pool.query(
      `select from pg_stat_activity where datname = current_database() and query = 'listen flotilla_pauses'`,
    );
    return rows.length === ends.length;
  }, 'a process does not listen');
}

describe('the budget', () => {
  it('is one for all processes, however many ask at once', async () => {
    // However slow this machine is, nobody lets a lease run out unspent.
    const patient = { leaseMs: 600_000 };
    const all = [process(patient), process(patient), process(patient)];
    const askers = Array.from({ length: 40 }, () => all).flat();
    const taken = await Promise.all(askers.map((one) => one.take(7, LANDING)));
    const granted = taken.filter((one) => one.ok).length;
    // What one process holds unspent another cannot have, so it may be a little less.
    expect(granted).toBeLessThanOrEqual(LIMITS.contentPerMinute);
    expect(granted).toBeGreaterThanOrEqual(LIMITS.contentPerMinute - 3 * 3);
  });

  it('is kept apart for each installation', async () => {
    const one = process({ contentPerMinute: 1 });
    await permit(one, LANDING);
    expect(await waitMs(one, LANDING)).toBeGreaterThan(0);
    expect(await waitMs(one, LANDING, 8)).toBe(0);
  });

  it('costs no statement for most calls', async () => {
    const one = process({ leaseMs: 20_000 });
    (await permit(one, READING)).done(null);
    await hearing();
    const before = await leases();
    for (let n = 0; n < 64; n += 1) (await permit(one, READING)).done(null);
    expect((await leases()) - before).toBeLessThanOrEqual(64 / 6);
  });

  it('is free again for others once what was under way has ended', async () => {
    const [one, other] = [process({ concurrent: 1, leaseMs: 50 }), process({ concurrent: 1, leaseMs: 50 })];
    const call = await permit(one, READING);
    expect(await waitMs(other, READING)).toBeGreaterThan(0);
    call.done(null);
    await until(async () => (await waitMs(other, READING)) === 0, 'the place was not given back');
  });

  it('gives back at its end what it did not spend', async () => {
    const one = process();
    await permit(one, LANDING);
    await one.close();
    const { rows } = await database.pool.query<{ leases: unknown[] }>(
      `select ledger -> 'leases' as leases from api_budgets`,
    );
    // The one call that was under way may reach GitHub yet.
    expect(rows[0]?.leases).toHaveLength(1);
  });
});

describe('a pause', () => {
  it('is for every process, also for what they took before', async () => {
    const [one, other] = [process({ leaseMs: 20_000 }), process({ leaseMs: 20_000 })];
    await permit(one, READING);
    await permit(other, READING);
    await hearing();
    await permit(other, READING);

    await one.pause(7, 30_000);
    expect(await waitMs(one, LANDING)).toBeGreaterThan(29_000);
    await until(async () => (await waitMs(other, LANDING)) > 29_000, 'the other process did not pause');
    expect(await waitMs(other, READING)).toBeGreaterThan(29_000);
    expect(await waitMs(process(), READING)).toBeGreaterThan(28_000);
    expect(await waitMs(other, READING, 8)).toBe(0);
  });

  it('is asked for before each call by a process that cannot hear of it', async () => {
    const one = process({ leaseMs: 20_000 });
    await permit(one, READING);
    await hearing();
    await permit(one, READING);
    await database.pool.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query = 'listen flotilla_pauses'`,
    );
    // Told to the row alone, as if its word had been lost with the connection.
    await database.pool.query(
      `update api_budgets set ledger = ledger || jsonb_build_object('pausedUntil',
         (1000 * extract(epoch from clock_timestamp() + interval '30 seconds'))::bigint)`,
    );
    await until(async () => (await waitMs(one, READING)) > 0, 'it went on without asking');
    await hearing();
    expect(await waitMs(one, READING)).toBeGreaterThan(0);
  });
});

it('follows what GitHub says of the hour, in every process', async () => {
  const [one, other] = [process(), process()];
  (await permit(one, READING)).done(SEEN);
  // Whoever asks next brings the news.
  expect(await waitMs(one, LANDING)).toBeGreaterThan(60_000);
  expect(await waitMs(other, LANDING)).toBeGreaterThan(60_000);
});
