import { emitPush } from '../hooks/emit-push.ts';
import type { Actor, RefChange, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { closeByKeywords } from './close-by-keywords.ts';
import { requestSuites } from './checks.ts';
import { followPulls } from './follow-pulls.ts';

/** What GitHub does once refs have moved: events, pull requests that follow, closing keywords, runs. Git has moved already. */
export async function afterRefChanges(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  changes: readonly RefChange[],
): Promise<void> {
  for (const { ref, before, after } of changes) {
    if (after === undefined) repo.refs.delete(ref);
    else repo.refs.set(ref, after);
    repo.refHistory.set(ref, [...(repo.refHistory.get(ref) ?? []).slice(-19), before]);
  }
  repo.pushedAt = twin.now();
  for (const change of changes) await announce(twin, repo, actor, change);
}

async function announce(twin: Twin, repo: Repository, actor: Actor, change: RefChange): Promise<void> {
  await emitPush(twin, repo, actor, change);
  const branch = /^refs\/heads\/(.+)$/.exec(change.ref)?.[1];
  if (branch === undefined) return;
  const { before, after } = change;
  const notice = {
    branch,
    before,
    after,
    created: before === undefined,
    deleted: after === undefined,
    by: actor.user,
  };
  for (const listener of repo.pushListeners) listener(notice);
  if (after !== undefined) await requestSuites(twin, repo, actor, { branch, before, after });
  await followPulls(twin, repo, actor, branch, change);
  if (branch === repo.defaultBranch && after !== undefined) await closeByKeywords(twin, repo, actor, change);
}
