import type { SyncLook } from '../../core/lane/next-step.ts';
import { candidateBranch, type SyncEntry } from '../../core/model/lane.ts';
import type { Sha } from '../../core/model/ids.ts';
import { sourcesOf } from '../../core/syncs.ts';
import type { LaneScene } from './lane-scene.ts';
import { targetOfEarlierTry } from './target-of-earlier-try.ts';
import { underOneConfig } from './under-one-config.ts';

/** The same for an entry that brings another branch's code. */
export async function lookAtSync(scene: LaneScene, entry: SyncEntry): Promise<SyncLook> {
  const { deps, project, lane } = scene;
  const wanted = entry.sync.wants ?? entry.head;
  const nothing: SyncLook = {
    of: 'sync',
    facts: null,
    wants: { sha: wanted, there: true },
    listed: true,
    gated: true,
    paused: lane.paused !== null,
    target: await targetOfEarlierTry(scene),
    configBlob: project.configBlob,
    now: scene.hold.at,
  };
  if (nothing.target?.contains) return nothing;
  const facts = await deps.github.syncFacts(project, {
    source: entry.sync.from,
    target: lane.branch,
    ...(entry.attempt > 0 ? { candidateBranch: candidateBranch(entry) } : {}),
  });
  const current = await underOneConfig(scene, facts.configBlob);
  const { config } = current;
  const sources = config ? sourcesOf(config, current.defaultBranch, lane.branch) : [];
  return {
    ...nothing,
    facts,
    wants: { sha: wanted, there: await isThere(scene, entry, facts.source?.sha ?? null, wanted) },
    listed: sources.some(({ branch }) => branch === entry.sync.from),
    gated: config !== null && config.gates.length > 0,
    configBlob: current.configBlob,
  };
}

/** Asked only where it matters, and where the branch's tip is another commit. */
async function isThere(
  { deps, project }: LaneScene,
  entry: SyncEntry,
  tip: Sha | null,
  wanted: Sha,
): Promise<boolean> {
  if (tip === null || tip === wanted || entry.state !== 'queued') return true;
  const shown = await deps.github.branchContains(project, entry.sync.from, wanted);
  return shown?.contains === true;
}
