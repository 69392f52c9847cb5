import { forecast } from './forecast.ts';
import type { ProgressFacts } from './progress-facts.ts';
import { seededRandom } from './seeded-random.ts';
import type { KeptForecast, Snapshot } from './snapshot.ts';
import { dailyHours, velocityOf } from './velocity.ts';
import { together, weightedProgress } from './weighted-progress.ts';

/** A prime apart, so that no run of one forecast meets the stream of another one's. */
const RUN_STEP = 7_919;

/** How far a project is, and what that lets expect. The seed is the moment: the same facts give the same forecast. */
export function takeSnapshot(facts: ProgressFacts): {
  readonly snapshot: Snapshot;
  readonly forecasts: readonly KeptForecast[];
} {
  const epics = facts.epics.map(({ id, key }) => ({
    key,
    ...weightedProgress(facts.tasks.filter(({ epicId }) => epicId === id)),
  }));
  const { hoursPerDay } = velocityOf(dailyHours(facts.finished, facts.since, facts.at));
  return {
    snapshot: { at: facts.at, project: together(epics), hoursPerDay, epics },
    forecasts: forecastsOf(facts),
  };
}

function forecastsOf(facts: ProgressFacts): readonly KeptForecast[] {
  const seed = Math.floor(facts.at.getTime() / 60_000) + facts.project;
  const found = forecast(facts, (run) => seededRandom(seed + run * RUN_STEP));
  if (found.kind !== 'forecast') return [];
  const { project, epics } = found.forecast;
  return [{ epic: null, ...project }, ...epics.map(({ epic, eta }) => ({ epic, ...eta }))];
}
