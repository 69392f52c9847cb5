import type { Answers } from '../../src/ports.ts';
import type { ApiDeps } from '../../src/http/api/api-deps.ts';
import type { GuardDeps } from '../../src/http/guard.ts';
import type { PeopleDeps } from '../../src/http/people/people-deps.ts';
import type { LiveDeps } from '../../src/http/live/live-deps.ts';
import type { MetricsDeps } from '../../src/http/metrics-routes.ts';

/** An API that shows nothing, for which there are no tokens and no people. */
export const noApi: { readonly answers: Answers } & ApiDeps &
  MetricsDeps &
  PeopleDeps &
  Pick<GuardDeps, 'tokens'> &
  Pick<LiveDeps, 'live'> = {
  tokens: { meet: async () => null },
  people: {
    origin: null,
    withGitHub: null,
    useLink: async () => null,
    end: async () => undefined,
    meet: async () => null,
    whoIs: async () => null,
  },
  metrics: async () => ({ contentType: 'text/plain', text: '' }),
  heartbeat: async () => 'unlisted',
  deactivate: async () => [],
  activate: async () => ({}),
  explainEntry: async () => ({ title: 'Queued', words: 'It waits.' }),
  followPull: async () => undefined,
  operations: { deliveries: async () => [], effects: async () => [] },
  apiTokens: {
    create: async () => ({ ok: false, error: { kind: 'nothing_known' } }),
    list: async () => [],
    revoke: async () => false,
  },
  live: {
    origins: [],
    tickets: {
      issue: async () => ({ text: 'ticket', expiresAt: new Date(0) }),
      redeem: async () => null,
      left: async () => new Map(),
    },
    feed: {
      newest: async () => 0,
      after: async () => [],
      reachesBack: async () => true,
      progress: async () => [],
      hear: () => ({ hears: () => true, stop: async () => {} }),
    },
  },
  answers: {
    begin: async () => ({ kind: 'new', fence: 1, done: null }),
    keep: async () => undefined,
    forget: async () => undefined,
  },
  order: async () => ({ kind: 'done' }),
  readyTasks: async () => [],
  catalog: {
    projects: async () => [],
    tasks: async () => [],
    task: async () => null,
    taskIds: async () => [],
    agents: async () => [],
    agent: async () => null,
    assignments: async () => [],
    assignment: async () => null,
    lanes: async () => [],
    entries: async () => [],
    entry: async () => null,
    newestEntry: async () => null,
    branches: async () => [],
    agentProgress: async () => [],
    config: async () => null,
    evidence: async () => [],
    activity: async () => [],
  },
};
