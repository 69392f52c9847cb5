import type { Sha } from '../../../src/core/model/ids.ts';
import type { RefUpdate } from '../../../src/ports.ts';
import { ADMIN, AGENTS } from '../people.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import { freshToken, pushTo } from './edits.ts';

/**
 * While a landing is on its way, somebody is faster: at its target, or at the head that it lands. True: nobody is, but
 * its answer will not come.
 */
export function ambush(world: World, updates: readonly RefUpdate[]): boolean {
  const { github } = world;
  const landing = updates.find(({ branch }) => EPICS.some((epic) => epic.branch === branch));
  const tip = landing && github.tip(landing.branch);
  if (!landing || !tip) return false;
  const fault = world.faults.strike('landing');
  if (fault === null) return false;
  world.trace.add(world.scheduler.now(), `FAULT ${landing.branch}: ${fault} before a landing`);
  if (fault === 'answer lost') return true;
  if (fault === 'head pushed') pushToHead(world, landing.after);
  else beFaster(world, { branch: landing.branch, tip, reset: fault === 'target force-reset' });
  return false;
}

interface Target {
  readonly branch: string;
  readonly tip: Sha;
  readonly reset: boolean;
}

function beFaster(world: World, { branch, tip, reset }: Target): void {
  const [parent] = world.github.git.get(tip).parents;
  if (reset && parent) return world.github.moveRef(branch, parent, world.by(ADMIN));
  const token = freshToken(world);
  pushTo(world, ADMIN, branch, tip, { [`src/own-${token.split(' ')[1]}`]: token });
}

function pushToHead(world: World, candidate: Sha): void {
  const { github, database } = world;
  const entry = [...database.tables.entries.rows.values()].find((row) => row.candidate?.sha === candidate);
  const pull = [...github.pulls.values()].find(({ snapshot }) => snapshot.get().head === entry?.head);
  const [agent] = AGENTS;
  if (!pull || !entry || !agent) return;
  pushTo(world, agent, pull.snapshot.get().headRef, entry.head, { 'src/late': freshToken(world) });
}
