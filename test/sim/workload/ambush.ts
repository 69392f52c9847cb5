import type { RefUpdate } from '../../../src/ports.ts';
import { ADMIN, AGENTS } from '../people.ts';
import { EPICS } from '../sim-config.ts';
import type { World } from '../world.ts';
import { freshToken, pushTo } from './edits.ts';

/** While a landing is on its way, somebody is faster: at its target, or at the head that it lands. */
export function ambush(world: World, updates: readonly RefUpdate[]): void {
  const { github, database } = world;
  const landing = updates.find(({ branch }) => EPICS.some((epic) => epic.branch === branch));
  const tip = landing && github.tip(landing.branch);
  if (!landing || !tip) return;
  const fault = world.faults.strike('landing');
  if (fault === null) return;
  world.trace.add(world.scheduler.now(), `FAULT ${landing.branch}: ${fault} before a landing`);
  const [parent] = github.git.get(tip).parents;
  if (fault === 'target force-reset' && parent)
    return github.moveRef(landing.branch, parent, world.by(ADMIN));
  if (fault !== 'head pushed') {
    const token = freshToken(world);
    pushTo(world, ADMIN, landing.branch, tip, { [`src/own-${token.split(' ')[1]}`]: token });
    return;
  }
  const entry = [...database.tables.entries.rows.values()].find(
    (row) => row.candidate?.sha === landing.after,
  );
  const pull = [...github.pulls.values()].find(({ snapshot }) => snapshot.get().head === entry?.head);
  const [agent] = AGENTS;
  if (!pull || !entry || !agent) return;
  pushTo(world, agent, pull.snapshot.get().headRef, entry.head, { 'src/late': freshToken(world) });
}
