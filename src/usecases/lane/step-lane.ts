import { assertNever } from '../../core/assert-never.ts';
import { judgeGates, type Proof } from '../../core/judge-gates.ts';
import {
  stepInterrupted,
  stepLanding,
  stepQueued,
  stepSuspect,
  stepTesting,
  type LaneStep,
} from '../../core/lane/next-step.ts';
import { pickEntry } from '../../core/lane/pick-entry.ts';
import type { LaneId, Sha } from '../../core/model/ids.ts';
import { candidateBranch, type Entry } from '../../core/model/lane.ts';
import { GitHubBusy, LaneLost, type Deps, type LaneHold } from '../../ports.ts';
import { buildCandidate } from './build-candidate.ts';
import { ejectEntry } from './eject-entry.ts';
import type { LaneScene } from './lane-scene.ts';
import { landCandidate } from './land-candidate.ts';
import { lookAtEntry } from './look-at-entry.ts';
import { pauseLane } from './pause-lane.ts';
import { putOff } from './put-off.ts';
import { recordLanding } from './record-landing.ts';
import { renewingGitHub } from './renewing-github.ts';
import { requeueEntry } from './requeue-entry.ts';
import type { StepOutcome } from './step-outcome.ts';

/**
 * One step of a lane: hold it, look at what is true now, take one action, let go. Any worker may call this at any time;
 * `busy` means that another one holds the lane.
 */
export async function stepLane(deps: Deps, lane: LaneId): Promise<StepOutcome> {
  const hold = await deps.store.holdLane(lane, deps.newId());
  if (!hold) return 'busy';
  try {
    return await stepHeld(deps, hold);
  } catch (error) {
    if (error instanceof LaneLost) return 'busy';
    throw error;
  } finally {
    await deps.store.releaseLane(hold);
  }
}

async function stepHeld(deps: Deps, hold: LaneHold): Promise<StepOutcome> {
  const scene = await setScene(deps, hold);
  if (!scene) return 'idle';
  try {
    await deps.store.inLane(hold, (tx) => tx.entries.takeUp(scene.entry.id));
    return await act(scene, await decide(scene));
  } catch (error) {
    // The answer is unknown, so nothing is assumed: a later step reads what is true and goes on from there.
    if (error instanceof LaneLost) throw error;
    deps.log.warn(
      { err: error, lane: hold.lane, entry: scene.entry.id },
      'a lane step failed and will be looked at again',
    );
    const pauseMs = error instanceof GitHubBusy ? error.retryAfterMs : 2_000;
    await deps.store.inLane(hold, (tx) => tx.entries.putOff(scene.entry.id, pauseMs));
    return 'idle';
  }
}

/** The entry this step is about, with everything around it; null when there is nothing to do. */
async function setScene(deps: Deps, hold: LaneHold): Promise<LaneScene | null> {
  const lane = await deps.store.read.lane(hold.lane);
  const project = lane && (await deps.store.read.project(lane.projectId));
  if (!lane || !project?.config || project.state !== 'active') return null;
  const entry = pickEntry(lane, await deps.store.read.liveEntries(lane.id));
  if (!entry) return null;
  const held = { ...deps, github: renewingGitHub(deps, hold) };
  return { deps: held, hold, project: { ...project, config: project.config }, lane, entry };
}

async function decide(scene: LaneScene): Promise<LaneStep> {
  const { entry } = scene;
  switch (entry.state) {
    case 'queued':
      return stepQueued(entry, await lookAtEntry(scene));
    case 'building':
      return stepInterrupted();
    case 'testing':
      return (await suspectStep(scene)) ?? (await testingStep(scene));
    case 'landing':
      return stepLanding(entry, await lookAtEntry(scene));
    case 'waiting':
    case 'landed':
    case 'ejected':
      return { do: 'wait', ms: 60_000, why: 'nothing' };
    default:
      return assertNever(entry.state);
  }
}

/** Reads the pull request and the target again only when something about them changed: a poll costs one request. */
async function suspectStep(scene: LaneScene): Promise<LaneStep | null> {
  const { entry } = scene;
  if (!entry.suspect && !entry.held && !entry.leaving) return null;
  const step = stepSuspect(entry, await lookAtEntry(scene));
  if (!step) await scene.deps.store.inLane(scene.hold, (tx) => tx.entries.trust(entry.id));
  return step;
}

/** The gates first, since most looks find them still running; what passed is then held against everything else. */
async function testingStep(scene: LaneScene): Promise<LaneStep> {
  const step = await gatesStep(scene);
  return step.do === 'land' ? stepLanding(scene.entry, await lookAtEntry(scene)) : step;
}

async function gatesStep(scene: LaneScene): Promise<LaneStep> {
  const { deps, hold, entry, project } = scene;
  const { config } = project;
  const limits = { timeoutMs: config.merge.timeoutMs, retries: config.merge.retries, now: hold.at };
  const { candidate } = entry;
  if (!candidate) return stepInterrupted();
  const inherits = candidate.inheritsHeadGates;
  // A tree inherited from its head was judged by the very step that built it, if the rules are still the same.
  const sameRules = candidate.configBlob === project.configBlob;
  if (inherits && sameRules && builtJustNow(entry, limits.now)) return { do: 'land' };
  const pull = inherits && entry.sync === null ? await deps.store.read.pull(project.id, entry.pull) : null;
  const proof: Proof = pull
    ? { kind: 'landable_head', branch: pull.headRef }
    : { kind: 'candidate', branch: candidateBranch(entry) };
  const commit = inherits ? entry.head : candidate.sha;
  const checks = await deps.github.commitChecks(project, commit, config.gates);
  return stepTesting(entry, judgeGates(config.gates, checks, proof), limits);
}

function builtJustNow(entry: Entry, now: Date): boolean {
  return entry.testingSince !== null && now.getTime() - entry.testingSince.getTime() < 60_000;
}

async function act(scene: LaneScene, step: LaneStep): Promise<StepOutcome> {
  switch (step.do) {
    case 'wait':
      return putOff(scene, step.ms);
    case 'build':
    case 'bring':
      return buildCandidate(scene, step);
    case 'land':
      return landCandidate(scene);
    case 'rejudge':
      return rejudge(scene, step.configBlob);
    case 'record':
      return recordLanding(scene, step.landed);
    case 'requeue':
      return requeueEntry(scene, step.how);
    case 'eject':
      return ejectEntry(scene, step.reason, step.detail);
    case 'pause':
      return pauseLane(scene, step);
    default:
      return assertNever(step);
  }
}

/** The next step reads the gates of the new rules; the commit under test stays the same. */
async function rejudge({ deps, hold, entry }: LaneScene, configBlob: Sha): Promise<StepOutcome> {
  const { candidate } = entry;
  if (!candidate) return 'idle';
  await deps.store.inLane(hold, (tx) => tx.entries.saveCandidate(entry.id, { ...candidate, configBlob }));
  return 'moved';
}
