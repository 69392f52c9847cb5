import type { Account } from '../../../src/core/model/actor.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import type { Tree } from '../memory-github/git.ts';
import type { World } from '../world.ts';

const tokens = new WeakMap<World, number>();

/** A change that nobody made before. */
export function freshToken(world: World): string {
  const next = (tokens.get(world) ?? 0) + 1;
  tokens.set(world, next);
  return `change ${next} of ${world.random.int(1_000_000)}`;
}

/** Which file gets it: one of a few that others change as well, one of its own, or, seldom, a guarded one. */
export function edit({ random }: World, token: string): Tree {
  const chosen = random.unit();
  if (chosen < 0.04) return { 'package.json': token };
  const path = chosen < 0.4 ? `src/shared-${random.int(10)}` : `src/own-${token.split(' ')[1]}`;
  return { [path]: token };
}

/** Commits on top of `parent` and has the branch point to it, wherever it pointed before. */
export function pushTo(world: World, account: Account, branch: string, parent: Sha, changes: Tree): Sha {
  const { git } = world.github;
  const tree = { ...git.treeOf(parent), ...changes };
  const { sha } = git.commit({ tree, parents: [parent], message: `work on ${branch}` });
  world.github.moveRef(branch, sha, world.by(account));
  return sha;
}
