import type { EntryFacts } from '../../core/lane/next-step.ts';
import { candidateBranch } from '../../core/model/lane.ts';
import { gatherPreflight } from '../gather-preflight.ts';
import { syncConfig } from '../sync-config.ts';
import type { LaneScene } from './lane-scene.ts';

/** Reads everything that decides about the scene's entry afresh: pull request, target, candidate ref, rights, rules. */
export async function lookAtEntry(scene: LaneScene): Promise<EntryFacts> {
  const { deps, project, lane, entry } = scene;
  const target = await targetOfEarlierTry(scene);
  const nothing = {
    facts: null,
    retargeted: false,
    paused: lane.paused !== null,
    problems: [],
    permitted: true,
    target,
    configBlob: project.configBlob,
    now: deps.clock.now(),
  };
  if (target?.contains) return nothing;
  const facts = await deps.github.pullFacts(project, entry.pull, {
    target: lane.branch,
    ...(entry.attempt > 0 ? { candidateBranch: candidateBranch(entry) } : {}),
  });
  if (!facts) return nothing;
  const current = facts.configBlob === project.seenBlob ? project : await syncConfig(deps, project);
  // One replica is behind the other, and nobody knows which: what may be the older rules decide about nothing.
  if (current.seenBlob !== facts.configBlob) throw new Error('GitHub shows two configurations at once');
  const { pull, problems, permitted } = await gatherPreflight(deps, current, facts, entry.requester);
  return {
    ...nothing,
    facts: { ...facts, pull },
    retargeted: pull.baseRef !== lane.branch,
    problems,
    permitted,
    configBlob: current.configBlob,
  };
}

/** Only an earlier try can have moved the target. */
async function targetOfEarlierTry({ deps, project, lane, entry }: LaneScene): Promise<EntryFacts['target']> {
  if (!entry.landing || !entry.candidate) return null;
  return deps.github.branchContains(project, lane.branch, entry.candidate.sha);
}
