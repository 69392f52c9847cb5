import type { ProjectId } from '../../core/model/ids.ts';
import { takeSnapshot } from '../../core/progress/take-snapshot.ts';
import { SweepLost, type Upkeep } from '../../ports.ts';
import type { Chore } from './chore.ts';

const EACH_MS = 60 * 60_000;

/** Each hour: how far every project is, what that lets expect, and whether what was expected earlier came true. */
export const recordProgress: Chore = {
  name: 'progress',
  leaseMs: 120_000,
  atStart: false,
  async run(deps, keep) {
    for (const { id } of await deps.store.read.activeProjects()) {
      await keep();
      try {
        await snapshotProject(deps.upkeep, id);
      } catch (error) {
        if (error instanceof SweepLost) throw error;
        deps.log.error({ err: error, project: id }, 'the progress of a project could not be recorded');
      }
    }
    return EACH_MS;
  },
};

/** One snapshot now, on schedule or on demand. False: there is one of this minute already, or no such project. */
export async function snapshotProject(
  { progressBook }: Pick<Upkeep, 'progressBook'>,
  project: ProjectId,
): Promise<boolean> {
  const facts = await progressBook.facts(project);
  if (!facts) return false;
  await progressBook.score(project);
  const { snapshot, forecasts } = takeSnapshot(facts);
  return progressBook.save(project, snapshot, forecasts);
}
