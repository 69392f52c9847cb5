import { EJECT_REASONS } from '../core/model/lane.ts';
import type { Measurements } from '../ports.ts';
import type { ProcessFacts } from './watch-process.ts';

export interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Described {
  readonly name: string;
  readonly type: 'gauge' | 'counter';
  readonly help: string;
  /** Every value that a label can have comes from a fixed list, or is one of fifty at most. */
  readonly labels: readonly string[];
}

/** Read from the tables: the same at every process. */
export interface SharedMetric extends Described {
  readonly read: (facts: Measurements) => readonly Sample[];
}

/** Of the one process that is asked. */
export interface OwnMetric extends Described {
  readonly read: (facts: ProcessFacts) => readonly Sample[];
}

export const SHARED: readonly SharedMetric[] = [
  gauge('flotilla_deliveries', 'Deliveries that wait, or failed for good.', ['state'], ({ deliveries }) => [
    { labels: { state: 'pending' }, value: deliveries.pending },
    { labels: { state: 'dead' }, value: deliveries.dead },
  ]),
  gauge('flotilla_delivery_lag_seconds', 'Since when the oldest unhandled delivery waits.', [], (facts) =>
    just(facts.deliveries.lag),
  ),
  gauge('flotilla_effects', 'Effects on GitHub that wait, or failed for good.', ['state'], ({ effects }) => [
    { labels: { state: 'waiting' }, value: effects.waiting },
    { labels: { state: 'dead' }, value: effects.dead },
  ]),
  gauge('flotilla_effects_lag_seconds', 'For how long the first effect should have been sent.', [], (facts) =>
    just(facts.effects.lag),
  ),
  gauge('flotilla_claims_active', 'Tasks that are held now.', [], ({ claims }) => just(claims.active)),
  counter('flotilla_claims_total', 'Claims that were made.', [], ({ claims }) => just(claims.made)),
  counter('flotilla_lease_expiries_total', 'Claims that ended because nobody renewed them.', [], (facts) =>
    just(facts.claims.lapsed),
  ),
  gauge('flotilla_lanes', 'Lanes of repositories at work.', ['state'], ({ lanes }) => [
    { labels: { state: 'open' }, value: lanes.open },
    { labels: { state: 'paused' }, value: lanes.paused },
  ]),
  gauge('flotilla_queue_entries', 'What stands in all lanes together.', [], ({ lanes }) =>
    just(lanes.entries),
  ),
  gauge('flotilla_queue_age_seconds', 'How long the oldest entry of all lanes is in its lane.', [], (facts) =>
    just(facts.lanes.age),
  ),
  gauge(
    'flotilla_lane_entries',
    'What stands in a lane; the fifty longest lanes, without empty ones.',
    ['repository', 'branch'],
    ({ lanes }) =>
      lanes.longest.map(({ repository, branch, entries }) => ofLane(repository, branch, entries)),
  ),
  gauge(
    'flotilla_lane_age_seconds',
    'How long the oldest entry is in its lane; of the same lanes.',
    ['repository', 'branch'],
    ({ lanes }) => lanes.longest.map(({ repository, branch, age }) => ofLane(repository, branch, age)),
  ),
  counter('flotilla_landings_total', 'Entries that landed.', [], ({ landings }) => just(landings)),
  counter('flotilla_ejections_total', 'Entries that left their lane without landing.', ['reason'], (facts) =>
    // Also those that never happened: an alarm on a series that is not there stays silent.
    EJECT_REASONS.map((reason) => ({
      labels: { reason },
      value: facts.ejections.find((one) => one.reason === reason)?.count ?? 0,
    })),
  ),
  gauge(
    'flotilla_gate_seconds',
    'How long the candidates that landed within a day were tested; nothing when none did.',
    ['quantile'],
    ({ gates }) =>
      gates === null
        ? []
        : [
            { labels: { quantile: '0.5' }, value: gates.p50 },
            { labels: { quantile: '0.95' }, value: gates.p95 },
          ],
  ),
  gauge(
    'flotilla_github_budget_left',
    'What may still be asked of GitHub before we wait by ourselves; the fifty installations with least left.',
    ['installation', 'unit'],
    ({ budgets }) =>
      budgets.flatMap(({ installation, content, points, requests }) =>
        Object.entries({ content, points, requests }).map(([unit, value]) => ({
          labels: { installation: String(installation), unit },
          value,
        })),
      ),
  ),
  gauge(
    'flotilla_github_pause_seconds',
    'For how long GitHub wants to be left alone; of the same installations.',
    ['installation'],
    ({ budgets }) =>
      budgets.map(({ installation, pausedMs }) => ({
        labels: { installation: String(installation) },
        value: pausedMs / 1_000,
      })),
  ),
];

export const OWN: readonly OwnMetric[] = [
  gauge(
    'flotilla_database_up',
    'Whether the tables could be read; 0: only the process is told of.',
    [],
    (own) => just(own.databaseUp ? 1 : 0),
  ),
  gauge('flotilla_websocket_clients', 'Sockets that this process serves.', [], (own) => just(own.sockets)),
  gauge(
    'flotilla_event_loop_delay_seconds',
    'How late this process gets to what is due, since it was last asked.',
    ['quantile'],
    ({ loop }) => [
      { labels: { quantile: '0.5' }, value: loop.p50 },
      { labels: { quantile: '0.99' }, value: loop.p99 },
      { labels: { quantile: '1' }, value: loop.max },
    ],
  ),
  counter('process_cpu_seconds_total', 'Processor time that this process used.', [], (own) => just(own.cpu)),
  gauge('process_resident_memory_bytes', 'Memory that this process holds.', [], (own) => just(own.memory)),
  gauge('process_start_time_seconds', 'When this process began, in seconds since 1970.', [], (own) =>
    just(own.startedAt),
  ),
];

type Read<Facts> = (facts: Facts) => readonly Sample[];

function gauge<Facts>(name: string, help: string, labels: readonly string[], read: Read<Facts>) {
  return { name, type: 'gauge', help, labels, read } as const;
}

function counter<Facts>(name: string, help: string, labels: readonly string[], read: Read<Facts>) {
  return { name, type: 'counter', help, labels, read } as const;
}

function just(value: number): readonly Sample[] {
  return [{ value }];
}

function ofLane(repository: string, branch: string, value: number): Sample {
  return { labels: { repository, branch }, value };
}
