import type { EntryFacts, PullLook } from '../../core/lane/next-step.ts';
import { candidateBranch, type PullEntry } from '../../core/model/lane.ts';
import { gatherPreflight } from '../gather-preflight.ts';
import type { LaneScene } from './lane-scene.ts';
import { lookAtSync } from './look-at-sync.ts';
import { targetOfEarlierTry } from './target-of-earlier-try.ts';
import { underOneConfig } from './under-one-config.ts';

/** Reads everything that decides about the scene's entry afresh: what it is to land, target, candidate ref, rights, rules. */
export function lookAtEntry(scene: LaneScene): Promise<EntryFacts> {
  const { entry } = scene;
  return entry.sync === null ? lookAtPull(scene, entry) : lookAtSync(scene, entry);
}

async function lookAtPull(scene: LaneScene, entry: PullEntry): Promise<PullLook> {
  const { deps, hold, project, lane } = scene;
  const target = await targetOfEarlierTry(scene);
  const nothing: PullLook = {
    of: 'pull',
    facts: null,
    retargeted: false,
    paused: lane.paused !== null,
    problems: [],
    permitted: true,
    target,
    configBlob: project.configBlob,
    now: hold.at,
  };
  if (target?.contains) return nothing;
  const facts = await deps.github.pullFacts(project, entry.pull, {
    target: lane.branch,
    ...(entry.attempt > 0 ? { candidateBranch: candidateBranch(entry) } : {}),
  });
  if (!facts) return nothing;
  const current = await underOneConfig(scene, facts.configBlob);
  const { pull, problems, permitted } = await gatherPreflight(deps, current, facts, entry.requester);
  // A replica that is behind compared a former head, whose tree must not be taken for that of the newest.
  const upToDate = facts.upToDate && facts.pull.head === pull.head;
  return {
    ...nothing,
    facts: { ...facts, pull, upToDate },
    retargeted: pull.baseRef !== lane.branch,
    problems,
    permitted,
    configBlob: current.configBlob,
  };
}
