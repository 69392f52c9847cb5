import { candidateMessage } from '../../core/words/candidate-message.ts';
import { judgeGates, overall } from '../../core/judge-gates.ts';
import type { LaneStep } from '../../core/lane/next-step.ts';
import { ZERO_SHA, type Sha } from '../../core/model/ids.ts';
import { candidateBranch, prepBranch, type Candidate } from '../../core/model/lane.ts';
import type { Tip } from '../../core/model/pull.ts';
import { GitHubRefused, LaneLost, type RefUpdate } from '../../ports.ts';
import { ejectEntry } from './eject-entry.ts';
import type { LaneScene } from './lane-scene.ts';
import { putOff } from './put-off.ts';
import { requeueEntry } from './requeue-entry.ts';
import { showEntry, subjectOf } from './show-entry.ts';
import type { StepOutcome } from './step-outcome.ts';
import { sweepScratch } from './sweep-scratch.ts';

/** How long a verdict on a head stands without being read again. */
const RECENT_MS = 30_000;

/** A commit ready to be shown to CI, and the scratch branch that has to go when it is. */
interface Made {
  readonly candidate: Candidate;
  readonly scratch: RefUpdate | null;
}

/**
 * Builds the commit that merging would produce, writes it down, and only then publishes it under the candidate ref.
 * Needs the scene's hold: two builders would make two candidates.
 */
export async function buildCandidate(
  scene: LaneScene,
  step: Extract<LaneStep, { do: 'build' | 'bring' }>,
): Promise<StepOutcome> {
  const { deps, hold } = scene;
  const entry = await deps.store.inLane(hold, (tx) =>
    step.do === 'build'
      ? tx.entries.beginAttempt(scene.entry.id)
      : tx.entries.beginSync(scene.entry.id, step.head.sha, step.took),
  );
  const building: LaneScene = { ...scene, entry };
  const tested = step.do === 'build' && step.upToDate && (await headPassed(building, step.headRef));
  const made = await unlessRefused(() =>
    tested ? adoptHead(building, step.base, step.headTree) : mergeHead(building, step.base),
  );
  if (made instanceof GitHubRefused) return refused(building, { kind: 'denied', message: made.message });
  switch (made) {
    case 'conflict':
      return ejectEntry(building, 'conflict', {});
    case 'nothing':
      return ejectEntry(building, 'merged_elsewhere', {});
    case 'unexpected':
      return requeueEntry(building, 'interrupted');
    default:
      return publish(building, made);
  }
}

/**
 * Whether the head's own push runs already passed every gate: then the merged tree, being the head's, is tested. What
 * was read a moment ago, when the head was let in, is not read again.
 */
async function headPassed({ deps, project, entry }: LaneScene, branch: string): Promise<boolean> {
  if (entry.sync !== null) return false;
  const look = await deps.store.read.pullLook(project.id, entry.pull);
  const known = look?.pull.judgement;
  const same = known?.head === entry.head && known.configBlob === project.configBlob;
  if (known && same && look.at.getTime() - known.at < RECENT_MS) return known.landable;
  const { gates } = project.config;
  const checks = await deps.github.commitChecks(project, entry.head, gates);
  return overall(judgeGates(gates, checks, { kind: 'landable_head', branch })) === 'passed';
}

/** What GitHub refuses for good (a rule, a right that we lack) it would refuse every two seconds from now on. */
async function unlessRefused<T>(make: () => Promise<T>): Promise<T | GitHubRefused> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof GitHubRefused && [403, 409, 422].includes(error.status)) return error;
    throw error;
  }
}

async function adoptHead(scene: LaneScene, base: Tip, tree: Sha): Promise<Made> {
  const { deps, project, lane, entry } = scene;
  const sha = await deps.github.createCommit(project, {
    tree,
    parents: [base.sha, entry.head],
    message: candidateMessage(entry, lane.branch),
  });
  return { candidate: candidateOf(scene, { sha, tree }, base, true), scratch: null };
}

async function mergeHead(scene: LaneScene, base: Tip): Promise<Made | 'conflict' | 'nothing' | 'unexpected'> {
  const { deps, hold, project, lane, entry } = scene;
  const scratch = prepBranch(lane.id, hold.fence);
  await deps.github.createBranch(project, scratch, base.sha);
  const merged = await deps.github.merge(project, scratch, entry.head, candidateMessage(entry, lane.branch));
  // Nothing points to the merge yet, so whatever went wrong costs only this branch.
  if (merged.kind !== 'merged') {
    await deps.github.deleteBranch(project, scratch);
    return merged.kind;
  }
  const [first, second, ...rest] = merged.parents;
  if (first !== base.sha || second !== entry.head || rest.length > 0) {
    deps.log.error({ lane: lane.id, entry: entry.id, merged }, 'GitHub merged something else than asked');
    await deps.github.deleteBranch(project, scratch);
    return 'unexpected';
  }
  return {
    candidate: candidateOf(scene, merged.commit, base, false),
    scratch: { branch: scratch, before: merged.commit.sha, after: ZERO_SHA },
  };
}

/** The row first: a candidate that CI can see is one that we know. */
async function publish(scene: LaneScene, { candidate, scratch }: Made): Promise<StepOutcome> {
  const { deps, hold, project, entry } = scene;
  await deps.store.inLane(hold, (tx) => tx.entries.saveCandidate(entry.id, candidate));
  const visible = { branch: candidateBranch(entry), before: ZERO_SHA, after: candidate.sha };
  const published = await deps.github.updateRefs(project, scratch ? [visible, scratch] : [visible]);
  if (!published.ok) return refused(scene, published.error);
  try {
    await sayTesting(scene, candidate);
  } catch (error) {
    if (error instanceof LaneLost) await takeBack(scene, candidate);
    throw error;
  }
  // A run that was only just asked for has nothing to say yet; its webhook, or the next look, will.
  return candidate.inheritsHeadGates ? 'moved' : putOff(scene, 60_000);
}

function sayTesting({ deps, hold, project, entry }: LaneScene, candidate: Candidate): Promise<void> {
  return deps.store.inLane(hold, async (tx) => {
    await tx.entries.setState(entry.id, 'testing');
    await tx.activity({
      projectId: project.id,
      ...(entry.taskId === null ? {} : { taskId: entry.taskId }),
      entryId: entry.id,
      kind: 'entry.testing',
      actor: 'flotilla',
      detail: { ...subjectOf(entry), candidate: candidate.sha, base: candidate.base },
    });
    await showEntry(tx, project, entry);
  });
}

/**
 * This process stood still between asking and being heard: whoever has the lane by now builds another attempt, under
 * another name, and has revoked this one before it was there. Without the hold, so not through the scene's own GitHub.
 */
async function takeBack({ deps, project, entry }: LaneScene, { sha }: Candidate): Promise<void> {
  const stray = { branch: candidateBranch(entry), before: sha, after: ZERO_SHA };
  await deps.github.as('landing').updateRefs(project, [stray]);
}

async function refused(
  scene: LaneScene,
  error: { kind: 'moved' | 'denied'; message: string },
): Promise<StepOutcome> {
  if (error.kind === 'moved') return requeueEntry(scene, 'interrupted');
  await sweepScratch(scene);
  return ejectEntry(scene, 'push_denied', { message: error.message });
}

function candidateOf({ project }: LaneScene, commit: Tip, base: Tip, inheritsHeadGates: boolean): Candidate {
  return { ...commit, base: base.sha, inheritsHeadGates, configBlob: project.configBlob ?? ZERO_SHA };
}
