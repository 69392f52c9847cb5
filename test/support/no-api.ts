import type { ApiDeps } from '../../src/http/api/api-deps.ts';
import type { GuardDeps } from '../../src/http/guard.ts';

/** An API that shows nothing, for which there are no tokens. */
export const noApi: ApiDeps & Pick<GuardDeps, 'tokens'> = {
  tokens: { meet: async () => null },
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
