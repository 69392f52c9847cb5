import type { ChaosReport } from './chaos-report.ts';
import type { OutageName } from './faults/outages.ts';
import type { Load } from './load/load.ts';
import type { ChaosResult } from './run-chaos.ts';
import type { Stage } from './start-stage.ts';
import { percentile } from './watch/percentile.ts';
import { recountDeliveries } from './watch/recount-deliveries.ts';
import { recountFleet } from './watch/recount.ts';

interface Ran {
  readonly kills: number;
  readonly pauses: number;
  readonly strikes: number;
  readonly atWork: number;
  readonly outages: Readonly<Record<OutageName, number>>;
  readonly violations: readonly string[];
  readonly settledMs: number;
  readonly started: number;
}

/** Ends the processes in order, counts everything once more, and sums up. */
export async function report(stage: Stage, load: Load, ran: Ran): Promise<ChaosResult> {
  const { crew, recovery, pool, github, options } = stage;
  const ends = await crew.end();
  const recounts = [];
  for (const fleet of load.fleets) recounts.push(await recountFleet(fleet, pool, github));
  const { violations: undelivered, ...deliveries } = await recountDeliveries(pool, github);
  const violations = [
    ...ran.violations,
    ...crew.falls,
    ...recovery.stuck,
    ...ends,
    ...recounts.flatMap((recount) => recount.violations),
    ...undelivered,
  ];
  const { kills, pauses, strikes, atWork, outages, settledMs } = ran;
  const { progress, takeover } = recovery;
  return {
    violations,
    report: {
      kills,
      pauses,
      violations: violations.length,
      landings: recounts.reduce((sum, { landings }) => sum + landings, 0),
      recoveryP99Ms: percentile(progress, 0.99),
      recoveryMaxMs: percentile(progress, 1),
      laneTakeoverP99Ms: percentile(takeover.lane, 0.99),
      laneTakeoverMaxMs: percentile(takeover.lane, 1),
      deliveryTakeoverP99Ms: percentile(takeover.delivery, 0.99),
      deliveryTakeoverMaxMs: percentile(takeover.delivery, 1),
      effectTakeoverP99Ms: percentile(takeover.effect, 0.99),
      effectTakeoverMaxMs: percentile(takeover.effect, 1),
      strikes,
      atWork,
      outages,
      ...withoutRedis(stage, load),
      repositories: load.fleets.length,
      deliveries: deliveries.deliveries,
      failedDeliveryAttempts: deliveries.failedAttempts,
      settledMs,
      elapsedMs: Math.round(performance.now() - ran.started),
      seed: options.seed,
    },
  };
}

/** What landed while Redis was away, and for how long that was. */
function withoutRedis(
  { redis }: Stage,
  { fleets }: Load,
): Pick<ChaosReport, 'landingsWithoutRedis' | 'redisAwayMs'> {
  const now = Date.now();
  const absences = redis.absences.map(({ from, to }) => ({ from, to: Math.min(to, now) }));
  const merged = fleets
    .flatMap(({ repo }) => [...repo.state.issues.values()])
    .map(({ pull }) => pull?.mergedAt?.getTime() ?? 0);
  return {
    landingsWithoutRedis: merged.filter((at) => absences.some(({ from, to }) => at > from && at < to)).length,
    redisAwayMs: absences.reduce((sum, { from, to }) => sum + to - from, 0),
  };
}
