import type { ProgressBook } from '../ports.ts';
import { progressFacts } from './progress-facts.ts';
import { progressHistory, saveSnapshot } from './progress-snapshots.ts';
import { progressSummary } from './progress-summary.ts';
import { scoreForecasts } from './score-forecasts.ts';
import type { Sql } from './sql.ts';

export function progressBook(sql: Sql): ProgressBook {
  return {
    facts: (project) => progressFacts(sql, project),
    save: (project, snapshot, forecasts) => saveSnapshot(sql, project, snapshot, forecasts),
    score: (project) => scoreForecasts(sql, project),
    history: (project, limit) => progressHistory(sql, project, limit),
    summary: (project) => progressSummary(sql, project),
  };
}
