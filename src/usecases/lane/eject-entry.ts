import type { EjectDetail } from '../../core/lane/next-step.ts';
import type { EjectReason } from '../../core/model/lane.ts';
import { ejectionReply } from '../../core/words/ejection-reply.ts';
import { GitHubRefused } from '../../ports.ts';
import { backToWork } from '../back-to-work.ts';
import { showPull } from '../show-pull.ts';
import type { LaneScene } from './lane-scene.ts';
import { recordLanding } from './record-landing.ts';
import { revokeCandidate } from './revoke-candidate.ts';
import type { StepOutcome } from './step-outcome.ts';

/** Takes the entry out of the lane with a reason that its agent can act on; the lane moves on. */
export async function ejectEntry(
  scene: LaneScene,
  reason: EjectReason,
  detail: EjectDetail,
): Promise<StepOutcome> {
  const { deps, hold, project, lane, entry } = scene;
  const landed = await revokeCandidate(scene);
  if (landed) return recordLanding(scene, landed);
  const conflict = reason === 'conflict' ? await conflictOf(scene) : null;
  await deps.store.inLane(hold, async (tx) => {
    await tx.entries.eject(entry.id, reason, { ...detail, ...conflict });
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.ejected',
      actor: detail.by ?? 'flotilla',
      detail: { pull: entry.pull, branch: lane.branch, reason, ...detail, ...conflict },
    });
    // Of a merge around the queue its pull request is told in words of their own.
    if (reason !== 'merged_elsewhere' || entry.taskId === null) {
      await tx.effects.want({
        projectId: project.id,
        key: `ejected:${entry.id}`,
        settleMs: 0,
        kind: 'comment',
        issue: entry.pull,
        body: ejectionReply({ entry, lane, reason, detail, conflict }),
      });
    }
    if (entry.taskId !== null) await backToWork(tx, project, entry.taskId);
    // A newer head may be ready already, and nothing else will ring for it.
    await tx.pulls.lookAgain(entry.pullId, 0);
    await showPull(tx, project, entry.pullId);
  });
  deps.log.info({ lane: lane.id, entry: entry.id, pull: entry.pull, reason }, 'ejected');
  return 'moved';
}

/** Where the conflict is, as far as GitHub tells: files changed on both sides, and the landings that touched them. */
async function conflictOf({ deps, project, lane, entry }: LaneScene) {
  const files = await bothSides(() => deps.github.filesChangedOnBothSides(project, lane.branch, entry.head));
  const landed = await deps.store.read.landedOn(lane.id);
  const culprits = landed.filter((landing) => landing.paths.some((path) => files.includes(path)));
  return { files, culprits: culprits.map(({ pull, landed: sha }) => ({ pull, landed: sha })) };
}

/** Without the names the ejection is still worth telling. */
async function bothSides(read: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof GitHubRefused) return [];
    throw error;
  }
}
