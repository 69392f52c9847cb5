import type { Left } from './budget/ledger.ts';

/** `waiting`: it will be better by itself, and nothing is lost meanwhile. */
export interface PartState {
  readonly state: 'up' | 'waiting' | 'down';
  /** Why it is not up, without secrets; null when it is. */
  readonly detail: string | null;
}

/** Whether a process can serve, part by part. */
export interface Readiness {
  readonly database: PartState;
  readonly migrations: PartState;
  readonly doorbell: PartState;
  readonly githubBudget: PartState;
}

export interface ReadinessFacts {
  readonly database: boolean;
  /** What is wrong with the schema; null: nothing, or nobody knows. */
  readonly schemaProblem: string | null;
  readonly doorbell: boolean;
  /** Of each installation at work. */
  readonly budgets: readonly Left[];
}

const UP: PartState = { state: 'up', detail: null };

export function readinessOf(facts: ReadinessFacts): Readiness {
  return {
    database: facts.database ? UP : down('The database does not answer.'),
    migrations: migrations(facts),
    doorbell: facts.doorbell
      ? UP
      : down('The queue does not answer. Work goes on by sweeps, some seconds later than it would.'),
    githubBudget: budget(facts),
  };
}

/** Nothing is down. What waits for GitHub still takes deliveries in, which GitHub would not send twice. */
export function isReady(readiness: Readiness): boolean {
  return Object.values(readiness).every(({ state }) => state !== 'down');
}

function migrations({ database, schemaProblem }: ReadinessFacts): PartState {
  if (!database) return down('Nobody can say: the database does not answer.');
  return schemaProblem === null ? UP : down(schemaProblem);
}

function budget({ database, budgets }: ReadinessFacts): PartState {
  if (!database) return down('Nobody can say: the database does not answer.');
  const paused = budgets.filter(({ pausedMs }) => pausedMs > 0).length;
  const spent = budgets.filter(({ pausedMs, requests }) => pausedMs === 0 && requests <= 0).length;
  if (paused + spent === 0) return UP;
  const detail = `GitHub is asked nothing for ${paused + spent} of ${budgets.length} installations: ${paused} paused, ${spent} spent for this hour.`;
  return { state: 'waiting', detail };
}

function down(detail: string): PartState {
  return { state: 'down', detail };
}
