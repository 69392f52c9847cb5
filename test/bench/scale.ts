import type { Pool } from 'pg';
import { parseArgs } from 'node:util';
import { createPool } from '../../src/db/pool.ts';
import { silentLog } from '../support/silent-log.ts';
import { fillDatabase } from './scale-fill.ts';
import { scaleReads, type Read } from './scale-reads.ts';
import { startTestDatabase } from './start-test-database.ts';

const TASKS_PER_PROJECT = 1_000;
const ENTRIES_PER_PROJECT = 100;
/** Beside each other in one run, so that both databases meet the same machine. */
const ROUNDS = 300;
const WARM_UP = 30;
const BUDGETS_MS: Readonly<Record<Read, number>> = { ready: 20, laneStep: 50, summary: 100 };
const GROWTH_AT_MOST = 1.3;

/**
 * What the ready list, the queries of a lane's step and the summary of one project of 1,000 tasks cost in a database of a
 * million tasks and 100,000 entries, and how much more that is than in one of a tenth. Exits with 1 when a budget is missed.
 */
export async function benchScale(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, tasks: { type: 'string', default: '1000000' } },
  });
  const projects = Math.max(10, Math.round(Number(values.tasks) / TASKS_PER_PROJECT));
  const server = await startTestDatabase({ fast: true });
  const admin = createPool(server.url, { log: silentLog, max: 1 });
  try {
    const large = await filled(admin, server.url, 'large', projects);
    const small = await filled(admin, server.url, 'small', Math.round(projects / 10));
    try {
      report(projects * TASKS_PER_PROJECT, await measure(large, small), values.json);
    } finally {
      await large.end();
      await small.end();
    }
  } finally {
    await admin.end();
    await server.stop();
  }
}

async function filled(admin: Pool, url: string, name: string, projects: number): Promise<Pool> {
  await admin.query(`create database ${name}`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  const pool = createPool(own.href, { log: silentLog, max: 2, statementTimeout: 0 });
  const began = performance.now();
  await fillDatabase(pool, { projects, tasks: TASKS_PER_PROJECT, entries: ENTRIES_PER_PROJECT });
  const seconds = ((performance.now() - began) / 1_000).toFixed(0);
  console.log(`Filled a database with ${projects * TASKS_PER_PROJECT} tasks in ${seconds} s.`);
  return pool;
}

type Times = Record<Read, number[]>;

async function measure(large: Pool, small: Pool): Promise<{ readonly large: Times; readonly small: Times }> {
  const sides = [
    { times: { ready: [], laneStep: [], summary: [] } as Times, reads: await scaleReads(large) },
    { times: { ready: [], laneStep: [], summary: [] } as Times, reads: await scaleReads(small) },
  ];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const read of ['ready', 'laneStep', 'summary'] as const) {
      // Whoever goes first warms the caches of the processor for the other.
      for (const { times, reads } of round % 2 === 0 ? sides : sides.toReversed()) {
        const began = performance.now();
        await reads[read](round);
        if (round >= WARM_UP) times[read].push(performance.now() - began);
      }
    }
  }
  const [one, other] = sides;
  if (!one || !other) throw new Error('nothing was measured');
  return { large: one.times, small: other.times };
}

function report(tasks: number, { large, small }: Awaited<ReturnType<typeof measure>>, json: boolean): void {
  const growthOf = (read: Read) => round2(at(large[read], 0.5) / at(small[read], 0.5));
  const growth = Math.max(growthOf('ready'), growthOf('laneStep'), growthOf('summary'));
  const p99 = (read: Read) => round2(at(large[read], 0.99));
  const figures = {
    tasks,
    readyP99Ms: p99('ready'),
    laneStepP99Ms: p99('laneStep'),
    summaryP99Ms: p99('summary'),
    growth,
  };
  const line = (name: string, read: Read) =>
    `  ${name.padEnd(24)} p50 ${round2(at(large[read], 0.5))} ms, p99 ${p99(read)} ms (at most ${BUDGETS_MS[read]}), ` +
    `${growthOf(read)} x the cost in a database of a tenth (at most ${GROWTH_AT_MOST})`;
  console.log(
    `\nOne project of ${TASKS_PER_PROJECT} tasks among ${tasks}; ${ROUNDS} rounds, growth by medians:\n` +
      [
        line('ready list', 'ready'),
        line('queries of a lane step', 'laneStep'),
        line('summary', 'summary'),
      ].join('\n'),
  );
  const missed = (Object.keys(BUDGETS_MS) as Read[]).some((read) => p99(read) > BUDGETS_MS[read]);
  if (missed || growth > GROWTH_AT_MOST) process.exitCode = 1;
  if (json) console.log(JSON.stringify(figures));
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
