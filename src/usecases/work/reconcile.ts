import { SweepLost } from '../../ports.ts';
import type { Chore } from './chore.ts';
import { reconcileInstallations } from './reconcile-installations.ts';
import { reconcileProject } from './reconcile-project.ts';

const EACH_MS = 15 * 60_000;

/**
 * Compares everything that is open on GitHub with the tables, at start and each quarter of an hour: whatever was lost on
 * the way, in the end the two are equal.
 */
export const reconcile: Chore = {
  name: 'reconcile',
  leaseMs: 120_000,
  atStart: true,
  async run(deps, keep) {
    await reconcileInstallations(deps, keep);
    for (const project of await deps.store.read.activeProjects()) {
      try {
        await reconcileProject(deps, project, keep);
      } catch (error) {
        if (error instanceof SweepLost) throw error;
        deps.log.error({ err: error, project: project.id }, 'a project could not be compared with GitHub');
      }
    }
    return EACH_MS;
  },
};
