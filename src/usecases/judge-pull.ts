import { judgeGates, overall } from '../core/judge-gates.ts';
import type { Entry, Lane } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { Judgement, Pull } from '../core/model/pull.ts';
import type { Deps, PullLook } from '../ports.ts';
import { atTheDoor } from './at-the-door.ts';
import { gatherPreflight } from './gather-preflight.ts';
import { leaveDoor } from './leave-door.ts';
import { recordVerdicts } from './record-verdicts.ts';
import { showPull } from './show-pull.ts';
import { syncConfig } from './sync-config.ts';
import { tellOlderLanding } from './tell-older-landing.ts';

/** How long a head whose gates still run is left alone when nothing rings. */
const LOOK_AGAIN_MS = 60_000;

/**
 * Looks at a pull request afresh: which rules its head breaks, what its gates say; lets it into its lane when it is
 * ready and somebody wants it there, and tells on its check run. Harmless to call at any time.
 */
export async function judgePull(deps: Deps, known: Project, number: number): Promise<void> {
  const look = await deps.store.read.pullLook(known.id, number);
  if (!look || !known.config) return;
  const stored = look.pull;
  if (stored.state !== 'open') return settleClosed(deps, known, stored, look);
  const fresh = await deps.github.pullFacts(known, number, { target: stored.baseRef });
  if (!fresh) return;
  const project = fresh.configBlob === known.seenBlob ? known : await syncConfig(deps, known);
  if (!project.config) return;
  const live = await deps.store.read.liveEntryOfPull(stored.id);
  const { pull, lane, problems } = await gatherPreflight(deps, project, fresh, live?.requester ?? null);
  if (pull.state !== 'open') return settleClosed(deps, project, pull, look);
  const gates = lane ? await judgeHead(deps, project, pull) : { verdicts: [], landable: false };
  const { configBlob } = project;
  const judgement: Judgement = {
    head: pull.head,
    configBlob,
    at: look.at.getTime(),
    problems,
    ...gates,
  };
  await deps.store.transaction(async (tx) => {
    if (!(await tx.pulls.saveJudgement(pull.id, judgement))) return;
    if (pull.taskId !== null) await recordVerdicts(tx, project, pull.taskId, pull.head, judgement.verdicts);
    await atTheDoor(tx, { project, lane, pull, judgement, now: deps.clock.now() });
    await tellOlderLanding(tx, project, pull);
    const entry = await tx.entries.liveOfPull(pull.id);
    await tx.pulls.lookedAt(pull.id, look, lookAgainIn(lane, entry, judgement));
    await showPull(tx, project, pull.id);
  });
}

async function judgeHead(
  deps: Deps,
  project: Project,
  { head, headRef: branch }: Pull,
): Promise<Pick<Judgement, 'verdicts' | 'landable'>> {
  const gates = project.config?.gates ?? [];
  const checks = await deps.github.commitChecks(project, head, gates);
  return {
    verdicts: judgeGates(gates, checks, { kind: 'entering_head', branch }),
    landable: overall(judgeGates(gates, checks, { kind: 'landable_head', branch })) === 'passed',
  };
}

/** In the lane it is the lane that looks; a red head changes only by what rings. */
function lookAgainIn(lane: Lane | null, entry: Entry | null, judgement: Judgement): number | null {
  if (!lane) return null;
  if (entry) return entry.state === 'waiting' ? LOOK_AGAIN_MS : null;
  return overall(judgement.verdicts) === 'failed' ? null : LOOK_AGAIN_MS;
}

/** Closed or merged: nothing waits at the door any more, and nobody has to look again. */
async function settleClosed(deps: Deps, project: Project, pull: Pull, look: PullLook): Promise<void> {
  await deps.store.transaction(async (tx) => {
    await tx.pulls.lookedAt(pull.id, look, null);
    const entry = await tx.entries.liveOfPull(pull.id);
    if (entry?.state === 'waiting')
      await leaveDoor(tx, project, entry, pull.state === 'merged' ? 'merged_elsewhere' : 'closed');
    // What is in its lane is told of by its lane.
    if (!entry || entry.state === 'waiting') await showPull(tx, project, pull.id);
  });
}
