import { firstParents, isAncestor } from '../git/graph.ts';
import type { Actor, Pull, RefChange, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { closeNamed } from './close-by-keywords.ts';
import { closeIssue, emitIssue } from './issues.ts';

/** Open pull requests after a branch moved: heads synchronize, contained heads are merged, lost branches close. */
export async function followPulls(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  branch: string,
  change: RefChange,
): Promise<void> {
  for (const { pull, isHead } of pullsTouching(twin, repo, branch)) {
    if (isHead) await followHead(twin, pull, actor, change);
    else await followBase(twin, pull, actor, change);
  }
}

function pullsTouching(twin: Twin, repo: Repository, branch: string): { pull: Pull; isHead: boolean }[] {
  const touching: { pull: Pull; isHead: boolean }[] = [];
  for (const other of twin.repositories.values()) {
    for (const { pull, state } of other.issues.values()) {
      if (!pull || state === 'closed') continue;
      if (pull.headRepo === repo && pull.headRef === branch) touching.push({ pull, isHead: true });
      else if (other === repo && pull.baseRef === branch) touching.push({ pull, isHead: false });
    }
  }
  return touching;
}

async function followHead(twin: Twin, pull: Pull, actor: Actor, change: RefChange): Promise<void> {
  const { issue } = pull;
  if (change.after === undefined) return closeIssue(twin, issue, actor);
  const before = pull.headSha;
  rememberPull(pull);
  pull.headSha = change.after;
  const base = issue.repo.refs.get(`refs/heads/${pull.baseRef}`);
  pull.baseSha = base ?? pull.baseSha;
  issue.updatedAt = twin.now();
  emitIssue(twin, issue, actor, 'synchronize', { before, after: change.after });
  // Nothing left to merge: GitHub closes it, and does not call it merged.
  if (
    base !== undefined &&
    pull.headRepo === issue.repo &&
    (await isAncestor(issue.repo.git, change.after, base))
  ) {
    closeIssue(twin, issue, actor);
  }
}

async function followBase(twin: Twin, pull: Pull, actor: Actor, change: RefChange): Promise<void> {
  if (change.after === undefined) return closeIssue(twin, pull.issue, actor);
  if (await isAncestor(pull.issue.repo.git, pull.headSha, change.after)) {
    await markMerged(twin, pull, actor, change.after);
  }
}

/** The pull request's head is in its base at `tip`: merged, whoever brought it there. */
export async function markMerged(twin: Twin, pull: Pull, actor: Actor, tip: string): Promise<void> {
  const { issue } = pull;
  const { repo } = issue;
  rememberPull(pull);
  pull.mergeCommitSha = await mergePoint(repo, pull.headSha, tip);
  pull.mergedAt = twin.now();
  pull.mergedBy = actor.user;
  closeIssue(twin, issue, actor);
  if (pull.baseRef === repo.defaultBranch)
    closeNamed(twin, repo, actor, `${issue.title}\n${issue.body ?? ''}`);
}

/** The oldest commit on the first-parent line of `tip` that contains `head`. */
async function mergePoint(repo: Repository, head: string, tip: string): Promise<string> {
  let point = tip;
  for (const sha of await firstParents(repo.git, tip)) {
    if (!(await isAncestor(repo.git, head, sha))) break;
    point = sha;
  }
  return point;
}

/** Keeps how the pull request looked, for reads that a test wants stale. */
export function rememberPull(pull: Pull): void {
  const { pullHistory } = pull.issue.repo;
  const past = pullHistory.get(pull.issue.number) ?? [];
  const { headSha, baseRef, draft, mergedAt } = pull;
  const { updatedAt } = pull.issue;
  pullHistory.set(pull.issue.number, [...past.slice(-19), { headSha, baseRef, draft, mergedAt, updatedAt }]);
}
