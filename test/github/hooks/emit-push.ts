import { changedPaths } from '../git/changed-paths.ts';
import type { Commit } from '../git/git-repository.ts';
import { commitsBetween } from '../git/graph.ts';
import type { Actor, RefChange, Repository } from '../model.ts';
import { iso } from '../render/iso.ts';
import { fullName, renderRepository } from '../render/repository.ts';
import { renderUser } from '../render/user.ts';
import type { Twin } from '../twin.ts';
import { emit, isObserved } from './emit.ts';

const zeros = '0'.repeat(40);

/** `push` for any ref that moved, then `create` or `delete` for one that came or went. */
export async function emitPush(twin: Twin, repo: Repository, actor: Actor, change: RefChange): Promise<void> {
  if (!isObserved(twin, repo)) return;
  const { ref, before, after } = change;
  const commits = after === undefined ? [] : await pushedCommits(twin, repo, change);
  const head = after === undefined ? undefined : await repo.git.commit(after);
  const headCommit = head ? await renderPushCommit(twin, repo, head) : null;
  const page = `${twin.url}/${fullName(repo)}`;
  emit(twin, repo, actor, 'push', () => ({
    ref,
    before: before ?? zeros,
    after: after ?? zeros,
    pusher: { name: actor.user.login, email: `${actor.user.login}@users.noreply.github.com` },
    created: before === undefined,
    deleted: after === undefined,
    forced: change.forced || after === undefined,
    base_ref: null,
    compare:
      before && after
        ? `${page}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`
        : `${page}/commit/${(after ?? before ?? zeros).slice(0, 12)}`,
    commits,
    head_commit: headCommit,
    repository: renderPushRepository(twin, repo),
  }));
  const tag = ref.startsWith('refs/tags/');
  const fields = {
    ref: ref.replace(/^refs\/(heads|tags)\//, ''),
    ref_type: tag ? 'tag' : 'branch',
    pusher_type: 'user',
  };
  if (before === undefined) {
    emit(twin, repo, actor, 'create', () => ({
      ...fields,
      master_branch: repo.defaultBranch,
      description: null,
    }));
  }
  if (after === undefined) emit(twin, repo, actor, 'delete', () => fields);
}

// Push payloads write the repository's times as unix seconds and the owner with a name; all other events do not.
function renderPushRepository(twin: Twin, repo: Repository) {
  const unix = (date: Date): number => Math.floor(date.getTime() / 1000);
  return {
    ...renderRepository(twin, repo),
    owner: { ...renderUser(twin, repo.owner), name: repo.owner.login, email: null },
    url: `${twin.url}/${fullName(repo)}`,
    created_at: unix(repo.createdAt),
    pushed_at: unix(repo.pushedAt),
    stargazers: 0,
    master_branch: repo.defaultBranch,
  };
}

async function pushedCommits(twin: Twin, repo: Repository, change: RefChange) {
  const after = change.after ?? zeros;
  const others = [...repo.refs]
    .filter(([ref]) => ref.startsWith('refs/heads/') && ref !== change.ref)
    .map(([, sha]) => sha);
  const known = change.before === undefined ? others : [change.before];
  const shas = (await commitsBetween(repo.git, [after], known)).slice(0, 2048).toReversed();
  const commits = await Promise.all(shas.map((sha) => repo.git.commit(sha)));
  return Promise.all(commits.flatMap((commit) => (commit ? [renderPushCommit(twin, repo, commit)] : [])));
}

async function renderPushCommit(twin: Twin, repo: Repository, commit: Commit) {
  const [parent] = commit.parents;
  const before = parent === undefined ? undefined : await repo.git.commit(parent);
  const changed = await changedPaths(repo.git.objects, before?.tree, commit.tree);
  const person = (who: Commit['author']) => ({
    name: who.name,
    email: who.email,
    username: who.name,
    date: iso(who.date),
  });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: iso(commit.committer.date),
    url: `${twin.url}/${fullName(repo)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...changed,
  };
}
