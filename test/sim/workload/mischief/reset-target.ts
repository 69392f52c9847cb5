import { ADMIN } from '../../people.ts';
import { EPICS } from '../../sim-config.ts';
import type { World } from '../../world.ts';

/** Somebody throws away what landed last. */
export function resetTarget(world: World): string | null {
  const { github, random } = world;
  const { branch } = random.pick(EPICS);
  const tip = github.tip(branch);
  const parent = tip && github.git.get(tip).parents[0];
  if (!parent) return null;
  github.moveRef(branch, parent, world.by(ADMIN));
  return `resets ${branch} to its parent`;
}
