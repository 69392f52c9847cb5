import type { EpicId } from '../model/ids.ts';
import type { ProgressFacts } from './progress-facts.ts';
import { sampledDays } from './sampled-days.ts';
import type { Random } from './seeded-random.ts';
import { simulateLandings } from './simulate-landings.ts';
import { dailyHours } from './velocity.ts';
import { workPlan } from './work-plan.ts';

/** When it will be finished: as likely as not by `p50`, with 85 % by `p85`. Null: not within a thousand days. */
export interface Eta {
  readonly p50: Date | null;
  readonly p85: Date | null;
}

/** Of every epic that has something left, and of the project. */
export interface Forecast {
  readonly project: Eta;
  readonly epics: readonly { readonly epic: EpicId; readonly eta: Eta }[];
}

export type NoForecast =
  | { readonly kind: 'nothing_left' }
  /** Nothing was finished lately, so there is no pace to go by. */
  | { readonly kind: 'no_pace' };

const RUNS = 400;
const DAY_MS = 86_400_000;

/**
 * Plays the rest of the project many times, each time at the pace of days drawn from its own past, and says when it
 * ended in half and in 85 % of them. `randomOf` gives each run its own stream: the same streams give the same forecast.
 */
export function forecast(
  facts: ProgressFacts,
  randomOf: (run: number) => Random,
  howOften = RUNS,
): { readonly kind: 'forecast'; readonly forecast: Forecast } | NoForecast {
  const plan = workPlan(facts);
  const open = new Set(plan.filter(({ done }) => !done).map(({ epic }) => epic));
  if (open.size === 0) return { kind: 'nothing_left' };
  const past = dailyHours(facts.finished, facts.since, facts.at);
  if (past.every((hours) => hours === 0)) return { kind: 'no_pace' };
  const landingDays = new Map(facts.epics.map(({ id, landingDays: days }) => [id, days ?? 0]));
  const runs = Array.from({ length: howOften }, (_, run) =>
    simulateLandings(plan, sampledDays(past, randomOf(run)), { workers: facts.workers, landingDays }),
  );
  const etaOf = (epics: readonly EpicId[]): Eta => {
    const ends = runs
      .map((ended) => Math.max(...epics.map((epic) => ended.get(epic) ?? 0)))
      .toSorted((one, other) => one - other);
    return { p50: dateAt(facts.at, quantile(ends, 0.5)), p85: dateAt(facts.at, quantile(ends, 0.85)) };
  };
  const epics = facts.epics
    .filter(({ id }) => open.has(id))
    .map(({ id }) => ({ epic: id, eta: etaOf([id]) }));
  return { kind: 'forecast', forecast: { project: etaOf([...open]), epics } };
}

/** The smallest of the sorted values that `share` of them do not exceed. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
}

function dateAt(from: Date, days: number): Date | null {
  return Number.isFinite(days) ? new Date(from.getTime() + Math.round(days * DAY_MS)) : null;
}
