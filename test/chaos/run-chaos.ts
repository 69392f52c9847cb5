import { setMaxListeners } from 'node:events';
import type { ChaosOptions } from './chaos-options.ts';
import type { ChaosReport } from './chaos-report.ts';
import { breakServers, noOutages } from './faults/outages.ts';
import { freeze } from './faults/pauses.ts';
import { kill, type KillCount } from './faults/kills.ts';
import { startLoad, type Load } from './load/load.ts';
import { waitFor } from './load/wait-for.ts';
import { startStage, type Stage } from './start-stage.ts';
import { report } from './report.ts';
import { askForMissing, settle } from './watch/settle.ts';

export interface ChaosResult {
  readonly report: ChaosReport;
  /** What was not as promised, in sentences. */
  readonly violations: readonly string[];
}

/** When the agents have not ended by then, something stands still. */
const AGENTS_MS = 300_000;
/** How often what did not arrive is asked for after the last fault. */
const ASK_MS = 5_000;

/** One run from its start to its end: whatever happens, no process, socket or folder of it is left behind. */
export async function runChaos(
  options: ChaosOptions,
  interrupted: AbortSignal,
  say: (text: string) => void,
): Promise<ChaosResult> {
  const started = performance.now();
  const closing: (() => Promise<unknown>)[] = [];
  const ending = new AbortController();
  const signal = AbortSignal.any([interrupted, ending.signal]);
  // Everybody who waits for something listens.
  setMaxListeners(0, signal);
  try {
    const stage = await startStage(options, signal, (close) => closing.push(close));
    say(`two web and three worker processes are up; seed ${options.seed}`);
    const load = startLoad(stage, stage.random.fork());
    closing.push(() => Promise.all(load.fleets.map(({ actions }) => actions.stop())));
    const counts = { kills: 0, pauses: 0, strikes: 0, atWork: 0, outages: noOutages() };
    await trouble(stage, load, counts, say);
    const calm = performance.now();
    const violations = await calmDown(stage, load, say);
    const settledMs = Math.round(performance.now() - calm);
    return await report(stage, load, { ...counts, violations, settledMs, started });
  } finally {
    ending.abort(new Error('the run has ended'));
    for (const close of closing.splice(0).toReversed()) await close();
  }
}

/** Everything that is done to the processes and their servers, side by side, while agents work. */
async function trouble(
  stage: Stage,
  load: Load,
  counts: KillCount & { pauses: number; outages: ReturnType<typeof noOutages> },
  say: (text: string) => void,
): Promise<void> {
  const { options, signal, redis } = stage;
  await waitFor(() => firstLanding(load) || null, signal);
  say('the first pull request has landed; now there is trouble');
  if (options.redis === 'lost') await redis.goAway();
  let struck = false;
  const telling = setInterval(() => say(`${counts.kills} kills, ${counts.pauses} pauses`), 30_000);
  const last = performance.now() + options.minutes * 60_000;
  const how = { over: () => performance.now() > last, count: counts };
  const strikes = Promise.all([kill(stage, options.kills, how), freeze(stage, options.pauses, how)]);
  const servers = breakServers(stage, () => struck, counts.outages);
  // All to their end, also when one fails: nothing may go on when all is taken down.
  const results = await Promise.allSettled([strikes.finally(() => (struck = true)), servers]);
  clearInterval(telling);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

function firstLanding({ fleets }: Load): boolean {
  return fleets.some(({ witness }) => witness.moves.length > 0);
}

/** No more trouble: whatever was begun comes to its end. */
async function calmDown(stage: Stage, load: Load, say: (text: string) => void): Promise<readonly string[]> {
  const { crew, recovery, signal, github, pool } = stage;
  say('no more trouble; what was begun comes to its end');
  github.knobs.chaos({});
  await crew.allUp(signal);
  const asking = setInterval(() => void askForMissing(pool).catch(() => undefined), ASK_MS);
  let over = false;
  const late = setTimeout(() => (over = true), AGENTS_MS);
  const finished = load.finish().then(() => true);
  finished.catch(() => undefined);
  try {
    const inTime = await Promise.race([finished, waitFor(() => (over ? false : null), signal)]);
    const agents = inTime ? [] : [`agents still wait ${AGENTS_MS / 1000} s after the last fault`];
    const left = await settle(stage, signal);
    await recovery.done();
    return [...agents, ...left];
  } finally {
    clearTimeout(late);
    clearInterval(asking);
  }
}
