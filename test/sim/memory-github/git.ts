import { createHash } from 'node:crypto';
import { sha, type Sha } from '../../../src/core/model/ids.ts';

/** Paths and what they hold. */
export type Tree = Readonly<Record<string, string>>;

export interface Commit {
  readonly sha: Sha;
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  readonly message: string;
  /** How far from the first commit, for walking history from new to old. */
  readonly generation: number;
}

/** Git's objects in memory: commits in a graph, trees as maps from path to content. */
export interface Git {
  readonly commit: (wanted: { tree: Tree | Sha; parents: readonly Sha[]; message: string }) => Commit;
  readonly get: (commit: Sha) => Commit;
  readonly has: (commit: Sha) => boolean;
  readonly treeOf: (commit: Sha) => Tree;
  readonly tree: (id: Sha) => Tree;
  /** Whether `commit` is `tip` or reachable from it. */
  readonly contains: (tip: Sha, commit: Sha) => boolean;
  /** Everything reachable from `tip`. */
  readonly history: (tip: Sha) => ReadonlySet<Sha>;
  readonly mergeBase: (one: Sha, other: Sha) => Sha | null;
  /** The merged tree; null: both sides changed the same path in different ways. */
  readonly merge: (ours: Sha, theirs: Sha) => Tree | null;
  /** Paths that differ between two commits. */
  readonly diff: (from: Sha, to: Sha) => readonly string[];
}

export function createGit(): Git {
  const commits = new Map<Sha, Commit>();
  const trees = new Map<Sha, Tree>();
  const histories = new Map<Sha, ReadonlySet<Sha>>();
  let made = 0;

  function get(id: Sha): Commit {
    const found = commits.get(id);
    if (!found) throw new Error(`there is no commit ${id}`);
    return found;
  }

  function saveTree(tree: Tree): Sha {
    const id = hash(
      `tree ${Object.keys(tree)
        .sort()
        .map((path) => `${path}\0${tree[path]}`)
        .join('\n')}`,
    );
    if (!trees.has(id)) trees.set(id, tree);
    return id;
  }

  function tree(id: Sha): Tree {
    const found = trees.get(id);
    if (!found) throw new Error(`there is no tree ${id}`);
    return found;
  }

  function history(tip: Sha): ReadonlySet<Sha> {
    const known = histories.get(tip);
    if (known) return known;
    const found = new Set([tip]);
    const { parents } = get(tip);
    for (const parent of parents) for (const one of history(parent)) found.add(one);
    histories.set(tip, found);
    return found;
  }

  function mergeBase(one: Sha, other: Sha): Sha | null {
    const mine = history(one);
    let best: Commit | null = null;
    for (const id of history(other)) {
      if (!mine.has(id)) continue;
      const commit = get(id);
      if (!best || commit.generation > best.generation) best = commit;
    }
    return best?.sha ?? null;
  }

  const treeOf = (id: Sha) => tree(get(id).tree);

  return {
    get,
    has: (id) => commits.has(id),
    tree,
    treeOf,
    history,
    mergeBase,
    contains: (tip, commit) => tip === commit || history(tip).has(commit),
    commit({ tree: wanted, parents, message }) {
      made += 1;
      const treeId = typeof wanted === 'string' ? wanted : saveTree(wanted);
      const id = hash(`commit ${made} ${treeId} ${parents.join(' ')} ${message}`);
      const generation = 1 + Math.max(0, ...parents.map((parent) => get(parent).generation));
      const commit = { sha: id, tree: treeId, parents, message, generation };
      commits.set(id, commit);
      return commit;
    },
    merge(ours, theirs) {
      const base = mergeBase(ours, theirs);
      return mergeTrees(base === null ? {} : treeOf(base), treeOf(ours), treeOf(theirs));
    },
    diff(from, to) {
      return changed(treeOf(from), treeOf(to));
    },
  };
}

function changed(before: Tree, after: Tree): readonly string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...paths].filter((path) => before[path] !== after[path]).sort();
}

function mergeTrees(base: Tree, ours: Tree, theirs: Tree): Tree | null {
  const merged: Record<string, string> = { ...ours };
  for (const path of changed(base, theirs)) {
    const [was, mine, other] = [base[path], ours[path], theirs[path]];
    if (mine === other) continue;
    if (mine !== was) return null;
    if (other === undefined) delete merged[path];
    else merged[path] = other;
  }
  return merged;
}

/** The id that git would give to a file's content, or near enough. */
export function blobOf(content: string): Sha {
  return hash(`blob ${content}`);
}

function hash(text: string): Sha {
  return sha(createHash('sha1').update(text).digest('hex'));
}
