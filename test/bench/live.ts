import type { Pool } from 'pg';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { migrate } from '../../src/db/migrate.ts';
import { createPool } from '../../src/db/pool.ts';
import { silentLog } from '../support/silent-log.ts';
import { now } from './live-load.ts';
import { median, round2 } from './median.ts';
import { runProgram } from './run-program.ts';
import { startTestDatabase } from './start-test-database.ts';

const CONTENDERS = ['flotilla', 'bare'] as const;
type Contender = (typeof CONTENDERS)[number];

interface Measured {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly missed: number;
}

interface Options {
  readonly clients: number;
  readonly events: number;
  readonly perSecond: number;
  readonly rounds: number;
}

const P99_AT_MOST = 250;

/**
 * From before a line is committed until a client has it, for a thousand clients of one process, over a real, durable
 * PostgreSQL; beside a bare `ws` server that passes on what it is notified of. One machine, rounds in turns, medians.
 */
export async function benchLive(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      clients: { type: 'string', default: '1000' },
      events: { type: 'string', default: '100' },
      rate: { type: 'string', default: '10' },
      rounds: { type: 'string', default: '3' },
    },
  });
  const options = {
    clients: Number(values.clients),
    events: Number(values.events),
    perSecond: Number(values.rate),
    rounds: Number(values.rounds),
  };
  const postgres = await startTestDatabase({ fast: false });
  const pool = createPool(postgres.url, { log: silentLog, max: 2 });
  try {
    await migrate(pool);
    await pool.query('create table bare_lines (detail jsonb not null)');
    const { rows } = await pool.query<{ id: number }>(
      `insert into projects (repo_id, installation_id, owner, name, default_branch)
       values (1, 1, 'acme', 'fleet', 'main') returning id`,
    );
    const rounds: Record<Contender, Measured>[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const measured = { flotilla: NOTHING, bare: NOTHING };
      for (const name of round % 2 === 0 ? CONTENDERS : CONTENDERS.toReversed()) {
        measured[name] = await measure(pool, postgres.url, name, rows[0]?.id ?? 0, options);
        const { p50Ms, p99Ms, missed } = measured[name];
        console.log(
          `round ${round + 1}  ${name.padEnd(9)} p50 ${p50Ms.toFixed(1)} ms  p99 ${p99Ms.toFixed(1)} ms  missed ${missed}`,
        );
      }
      rounds.push(measured);
    }
    report(options, rounds, values.json);
  } finally {
    await pool.end();
    await postgres.stop();
  }
}

const NOTHING: Measured = { p50Ms: 0, p99Ms: 0, missed: 0 };

async function measure(
  pool: Pool,
  databaseUrl: string,
  name: Contender,
  project: number,
  { clients, events, perSecond }: Options,
): Promise<Measured> {
  const server = await runProgram('live-server.ts', [name, databaseUrl]);
  try {
    const load = await runProgram('live-clients.ts', [
      name,
      await server.nextLine(),
      String(clients),
      String(events),
    ]);
    try {
      await load.nextLine();
      for (let event = 0; event < events; event += 1) {
        await publish(pool, name, project);
        await pause(1_000 / perSecond);
      }
      const measured: Measured = JSON.parse(await load.nextLine());
      return measured;
    } finally {
      await load.stop();
    }
  } finally {
    await server.stop();
  }
}

/** One line, in one transaction; the time is taken before it begins. */
async function publish(pool: Pool, name: Contender, project: number): Promise<void> {
  const detail = JSON.stringify({
    sent: String(now()),
    pull: 12,
    reason: 'the gates of the candidate passed',
  });
  if (name === 'flotilla')
    await pool.query(
      `insert into activity (project_id, kind, actor, detail) values ($1::bigint, 'entry.landed', 'flotilla', $2::jsonb)`,
      [project, detail],
    );
  else
    await pool.query(
      `with line as (insert into bare_lines (detail) values ($1::jsonb) returning detail)
       select pg_notify('bare_lines', replace(detail::text, ': ', ':')) from line`,
      [detail],
    );
}

function report(
  { clients, perSecond }: Options,
  rounds: readonly Record<Contender, Measured>[],
  json: boolean,
): void {
  const of = (name: Contender, field: keyof Measured) =>
    round2(median(rounds.map((round) => round[name][field])));
  const figures = {
    clients,
    perSecond,
    p50Ms: of('flotilla', 'p50Ms'),
    p99Ms: of('flotilla', 'p99Ms'),
    missed: rounds.reduce((sum, { flotilla }) => sum + flotilla.missed, 0),
    bareP50Ms: of('bare', 'p50Ms'),
    bareP99Ms: of('bare', 'p99Ms'),
    vsBareP50: round2(median(rounds.map(({ flotilla, bare }) => flotilla.p50Ms / bare.p50Ms))),
    vsBare: round2(median(rounds.map(({ flotilla, bare }) => flotilla.p99Ms / bare.p99Ms))),
  };
  console.log(
    `\n${clients} clients had each of ${perSecond} lines a second ${figures.p50Ms} ms (p50) and ${figures.p99Ms} ms (p99, at most ${P99_AT_MOST}) ` +
      `after its commit began,\n${figures.vsBare} x a bare broadcast (${figures.bareP99Ms} ms); ${figures.missed} were missed.`,
  );
  if (json) console.log(JSON.stringify(figures));
  if (figures.missed > 0 || figures.p99Ms > P99_AT_MOST) process.exitCode = 1;
}
