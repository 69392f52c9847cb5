import type { Pull, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';

/** The tip as a read sees it: what a replica that lags would still say, where a test asked for that. */
export function readRef(twin: Twin, repo: Repository, ref: string): string | undefined {
  const stale = twin.knobState.staleRefs.get(`${repo.id} ${ref}`);
  if (!stale || stale.left <= 0) return repo.refs.get(ref);
  stale.left -= 1;
  const past = repo.refHistory.get(ref) ?? [];
  return past.length < stale.behind ? repo.refs.get(ref) : past[past.length - stale.behind];
}

/** The pull request as a read sees it. */
export function readPull(twin: Twin, pull: Pull): Pull {
  const { repo, number } = pull.issue;
  const key = `${repo.id} ${number}`;
  const stale = twin.knobState.stalePulls.get(key);
  twin.knobState.staleHeads.delete(key);
  if (!stale || stale.left <= 0 || stale.until?.()) return pull;
  stale.left -= 1;
  const past = repo.pullHistory.get(number) ?? [];
  const found = past[past.length - stale.behind];
  if (!found) return pull;
  const { updatedAt: then, ...former } = found;
  // Tests change things faster than people do, in the very second in which they were as before.
  const updatedAt = new Date(then.getTime() - 1_000);
  const reopened = pull.mergedAt && !former.mergedAt;
  const open = { state: 'open' as const, closedAt: undefined, closedBy: undefined };
  const issue = { ...pull.issue, ...(reopened ? open : {}), updatedAt };
  const shown = { ...pull, ...former, issue };
  // One replica answers a whole request: what is compared with the pull request's head is as old.
  twin.knobState.staleHeads.set(key, shown.headSha);
  return shown;
}

/** A commit from a branch, a tag, a full ref, a full or unambiguous short sha. */
export async function resolveCommit(twin: Twin, repo: Repository, name: string): Promise<string | undefined> {
  const short = name.replace(/^refs\//, '').replace(/^[^:/]+:/, '');
  // What GitHub keeps for every pull request.
  const pull = /^pull\/(\d+)\/head$/.exec(short)?.[1];
  if (pull !== undefined)
    return (
      twin.knobState.staleHeads.get(`${repo.id} ${pull}`) ?? repo.issues.get(Number(pull))?.pull?.headSha
    );
  for (const ref of [`refs/heads/${short}`, `refs/tags/${short}`, `refs/${short}`]) {
    if (repo.refs.has(ref) || twin.knobState.staleRefs.has(`${repo.id} ${ref}`)) {
      const sha = readRef(twin, repo, ref);
      if (sha !== undefined) return peel(repo, sha);
    }
  }
  if (short === 'HEAD') return repo.refs.get(`refs/heads/${repo.defaultBranch}`);
  return /^[0-9a-f]{7,40}$/.test(short) ? peel(repo, short) : undefined;
}

async function peel(repo: Repository, sha: string): Promise<string | undefined> {
  const object = await repo.git.objects.read(`${sha}^{commit}`);
  return object?.sha;
}
