import type { EjectDetail } from '../../core/lane/next-step.ts';
import type { EjectReason, SyncEntry } from '../../core/model/lane.ts';
import { ejectionReply } from '../../core/words/ejection-reply.ts';
import { needsWork, syncTrouble, type SyncTrouble } from '../../core/words/sync-trouble.ts';
import { GitHubRefused, type Tx } from '../../ports.ts';
import { backToWork } from '../back-to-work.ts';
import { followReach } from '../follow-reach.ts';
import type { LaneScene } from './lane-scene.ts';
import { recordLanding } from './record-landing.ts';
import { revokeCandidate } from './revoke-candidate.ts';
import { showEntry, subjectOf } from './show-entry.ts';
import type { StepOutcome } from './step-outcome.ts';
import { wantAgain } from './want-again.ts';

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
      detail: { ...subjectOf(entry), branch: lane.branch, reason, ...detail, ...conflict },
    });
    if (entry.sync !== null) {
      await tellOfSync(tx, scene, entry, { reason, detail, files: conflict?.files ?? [] });
      return;
    }
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
    await tx.pulls.doubt(entry.pullId);
    await showEntry(tx, project, entry);
  });
  if (entry.sync !== null) await followReach(deps, project, lane.id);
  deps.log.info({ lane: lane.id, entry: entry.id, ...subjectOf(entry), reason }, 'ejected');
  return 'moved';
}

/** What a sync cannot do by itself becomes a task, one at a time; what was wanted meanwhile may go better. */
async function tellOfSync(
  tx: Tx,
  { project, lane }: LaneScene,
  entry: SyncEntry,
  why: Pick<SyncTrouble, 'reason' | 'detail' | 'files'>,
): Promise<void> {
  if (!needsWork(why.reason)) return;
  const { from } = entry.sync;
  const label = project.config.epics.find(({ branch }) => branch === lane.branch)?.label;
  if (label !== undefined && !(await tx.entries.syncTroubleOpen(lane.id, from))) {
    await tx.effects.want({
      projectId: project.id,
      key: `sync:${entry.id}`,
      settleMs: 0,
      kind: 'issue',
      ...syncTrouble({ ...why, from, into: lane.branch, head: entry.head }),
      labels: [label],
    });
  }
  await wantAgain(tx, project, entry);
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
