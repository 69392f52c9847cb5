import { fileURLToPath } from 'node:url';
import { startActions, type JobReport } from '../github/actions/start-actions.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import type { SimulatedGitHub } from '../github/start-github.ts';
import type { ClosingStack } from './closing-stack.ts';

/** The packages that the repository's commands need are those of this project. */
export const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const JOBS_AT_ONCE = 2;

/** The repository's CI: what is pushed is checked out and really run, until the demo ends. */
export function runJobs(
  github: SimulatedGitHub,
  repo: TwinRepository,
  closing: ClosingStack,
  onJob?: (report: JobReport) => void,
): void {
  const actions = startActions(github, repo, {
    nodeModules: NODE_MODULES,
    concurrency: JOBS_AT_ONCE,
    ...(onJob ? { onJob } : {}),
  });
  closing.add(() => actions.stop());
}
