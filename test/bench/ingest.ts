import { parseArgs } from 'node:util';
import { migrate } from '../../src/db/migrate.ts';
import { createPool } from '../../src/db/pool.ts';
import { silentLog } from '../support/silent-log.ts';
import { median, round2 } from './median.ts';
import { runProgram, type Program } from './run-program.ts';
import { startTestDatabase } from './start-test-database.ts';

const CONTENDERS = ['flotilla', 'storing-probot', 'empty-probot'] as const;
type Contender = (typeof CONTENDERS)[number];

interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * Deliveries acknowledged per second: our ingress over a real, durable PostgreSQL, a Probot app that stores each
 * delivery with one insert, and one whose handler does nothing. One machine, one run, rounds interleaved, medians.
 */
export async function benchIngest(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '5' },
      seconds: { type: 'string', default: '4' },
    },
  });
  const postgres = await startTestDatabase({ fast: false });
  try {
    const rounds = await measureRounds(postgres.url, Number(values.rounds), Number(values.seconds));
    report(rounds, values.json);
  } finally {
    await postgres.stop();
  }
}

type Round = Readonly<Record<Contender, Measured>>;

async function measureRounds(databaseUrl: string, count: number, seconds: number): Promise<readonly Round[]> {
  const pool = createPool(databaseUrl, { log: silentLog, max: 2 });
  await migrate(pool);
  await pool.query(
    'create table probot_deliveries (guid text primary key, event text not null, payload text not null)',
  );
  const servers = new Map<Contender, Program>();
  try {
    for (const name of CONTENDERS)
      servers.set(name, await runProgram('ingest-server.ts', [name, databaseUrl]));
    const urlOf = async (name: Contender) => (await servers.get(name)?.nextLine()) ?? '';
    const urls = new Map<Contender, string>();
    for (const name of CONTENDERS) urls.set(name, await urlOf(name));

    for (const name of CONTENDERS) await measure(urls.get(name) ?? '', Math.min(2, seconds));
    const rounds: Round[] = [];
    for (let round = 0; round < count; round += 1) {
      // Each round begins with another contender, so that none always runs on a warm or a tired machine.
      const order = CONTENDERS.map(
        (_, index) => CONTENDERS[(index + round) % CONTENDERS.length] ?? 'flotilla',
      );
      const measured: Partial<Record<Contender, Measured>> = {};
      for (const name of order) {
        await pool.query('truncate deliveries, probot_deliveries');
        await pool.query('checkpoint');
        const { acked, ...figures } = await measure(urls.get(name) ?? '', seconds);
        await requireStored(pool, name, acked);
        measured[name] = figures;
        console.log(
          `round ${round + 1}  ${name.padEnd(15)} ${figures.perSecond.toFixed(0).padStart(6)}/s  p50 ${figures.p50Ms.toFixed(1)} ms  p99 ${figures.p99Ms.toFixed(1)} ms`,
        );
      }
      rounds.push(complete(measured));
    }
    return rounds;
  } finally {
    for (const server of servers.values()) await server.stop();
    await pool.end();
  }
}

async function measure(url: string, seconds: number): Promise<Measured & { readonly acked: number }> {
  const load = await runProgram('ingest-load.ts', [url, String(seconds)]);
  const line = await load.nextLine();
  await load.stop();
  const result: Measured & { acked: number; failed: number } = JSON.parse(line);
  if (result.failed > 0) throw new Error(`${result.failed} deliveries were not acknowledged by ${url}`);
  return result;
}

/** What was acknowledged must be there, once: the last answers may have been cut off, so there may be a few more. */
async function requireStored(
  pool: ReturnType<typeof createPool>,
  name: Contender,
  acked: number,
): Promise<void> {
  if (name === 'empty-probot') return;
  const table = name === 'flotilla' ? 'deliveries' : 'probot_deliveries';
  const { rows } = await pool.query<{ count: number }>(`select count(*) as count from ${table}`);
  const stored = rows[0]?.count ?? 0;
  if (stored < acked) throw new Error(`${name} acknowledged ${acked} deliveries and stored ${stored}`);
}

function complete(measured: Partial<Record<Contender, Measured>>): Round {
  const { flotilla, 'storing-probot': storing, 'empty-probot': empty } = measured;
  if (!flotilla || !storing || !empty) throw new Error('a contender was not measured');
  return { flotilla, 'storing-probot': storing, 'empty-probot': empty };
}

function report(rounds: readonly Round[], json: boolean): void {
  const ratio = (to: Contender) =>
    round2(median(rounds.map((round) => round.flotilla.perSecond / round[to].perSecond)));
  const figures = {
    ackedPerSecond: Math.round(median(rounds.map((round) => round.flotilla.perSecond))),
    vsStoringProbot: ratio('storing-probot'),
    vsEmptyProbot: ratio('empty-probot'),
    p50Ms: round2(median(rounds.map((round) => round.flotilla.p50Ms))),
    p99Ms: round2(median(rounds.map((round) => round.flotilla.p99Ms))),
  };
  console.log(
    `\nFlotilla acknowledged ${figures.ackedPerSecond} deliveries per second, each committed before its answer:\n` +
      `${figures.vsStoringProbot} x the Probot app that stores (at least 1.5), ${figures.vsEmptyProbot} x the Probot app that does nothing (at least 0.5),\n` +
      `p50 ${figures.p50Ms} ms, p99 ${figures.p99Ms} ms (at most 60).`,
  );
  if (json) console.log(JSON.stringify(figures));
}
