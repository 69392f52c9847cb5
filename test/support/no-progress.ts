import type { ProgressDeps } from '../../src/http/progress-routes.ts';

/** For servers that are asked for other things: there is no project. */
export const noProgress: ProgressDeps['progress'] = {
  known: async () => false,
  snapshot: async () => false,
  summary: () => Promise.reject(new Error('no project is known')),
  history: async () => [],
};
