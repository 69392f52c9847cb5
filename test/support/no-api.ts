import type { ApiDeps } from '../../src/http/api/api-deps.ts';
import type { GuardDeps } from '../../src/http/guard.ts';
import type { MetricsDeps } from '../../src/http/metrics-routes.ts';

/** An API that shows nothing, for which there are no tokens. */
export const noApi: ApiDeps & MetricsDeps & Pick<GuardDeps, 'tokens'> = {
  tokens: { meet: async () => null },
  metrics: async () => ({ contentType: 'text/plain', text: '' }),
  heartbeat: async () => null,
  order: async () => ({ kind: 'done' }),
  readyTasks: async () => [],
  catalog: {
    projects: async () => [],
    tasks: async () => [],
    task: async () => null,
    agents: async () => [],
    agent: async () => null,
    assignments: async () => [],
    lanes: async () => [],
    evidence: async () => [],
    activity: async () => [],
  },
};
