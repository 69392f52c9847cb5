import { CONFIG_PATH } from '../../memory-github/create-memory-github.ts';
import { DEFAULT_BRANCH } from '../../memory-github/github-model.ts';
import { ADMIN, AGENTS } from '../../people.ts';
import { firstConfig } from '../../sim-config.ts';
import type { World } from '../../world.ts';
import { pushTo } from '../edits.ts';

/** Another configuration, now and then one that nobody can read. */
export function changeRules(world: World): string | null {
  const { github, random } = world;
  const tip = github.tip(DEFAULT_BRANCH);
  if (tip === null) return null;
  const config = firstConfig();
  const without = random.chance(0.6) ? random.pick(AGENTS).id : null;
  const changed = { ...config, agents: config.agents.filter(({ id }) => id !== without) };
  const newest = world.rollout.asksForNewest() ? { newest: true } : {};
  const text = random.chance(0.15) ? '{' : JSON.stringify({ ...changed, ...newest });
  pushTo(world, ADMIN, DEFAULT_BRANCH, tip, { [CONFIG_PATH]: text });
  return 'changes the configuration';
}
