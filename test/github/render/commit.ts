import type { Commit } from '../git/git-repository.ts';
import type { FileChange } from '../git/diff-trees.ts';
import type { Repository, User } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso } from './iso.ts';
import { fullName, repoUrl } from './repository.ts';
import { renderUser } from './user.ts';

const unverified = { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null };

/** The address GitHub gives commits of an account, by which it finds the account again. */
export function emailOf(user: User): string {
  return `${user.id}+${user.login}@users.noreply.github.com`;
}

function accountOf(twin: Twin, email: string) {
  const id = Number(/^(\d+)\+/.exec(email)?.[1]);
  const user = [...twin.users.values()].find((one) => one.id === id);
  return user ? renderUser(twin, user) : null;
}

/** The git database's commit (GET git/commits). */
export function renderGitCommit(twin: Twin, repo: Repository, commit: Commit) {
  const api = `${repoUrl(twin, repo)}/git`;
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha.slice(0, 20)}`,
    url: `${api}/commits/${commit.sha}`,
    html_url: `${twin.url}/${fullName(repo)}/commit/${commit.sha}`,
    author: { name: commit.author.name, email: commit.author.email, date: iso(commit.author.date) },
    committer: {
      name: commit.committer.name,
      email: commit.committer.email,
      date: iso(commit.committer.date),
    },
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${twin.url}/${fullName(repo)}/commit/${sha}`,
    })),
    verification: unverified,
  };
}

/** The repository's commit (GET commits, compare, POST merges), with files where given. */
export function renderCommit(twin: Twin, repo: Repository, commit: Commit, files?: readonly FileChange[]) {
  const api = repoUrl(twin, repo);
  const url = `${api}/commits/${commit.sha}`;
  const additions = (files ?? []).reduce((sum, file) => sum + file.additions, 0);
  const deletions = (files ?? []).reduce((sum, file) => sum + file.deletions, 0);
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha.slice(0, 20)}`,
    commit: {
      author: { name: commit.author.name, email: commit.author.email, date: iso(commit.author.date) },
      committer: {
        name: commit.committer.name,
        email: commit.committer.email,
        date: iso(commit.committer.date),
      },
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: unverified,
    },
    url,
    html_url: `${twin.url}/${fullName(repo)}/commit/${commit.sha}`,
    comments_url: `${url}/comments`,
    author: accountOf(twin, commit.author.email),
    committer: accountOf(twin, commit.committer.email),
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: `${twin.url}/${fullName(repo)}/commit/${sha}`,
    })),
    ...(files
      ? {
          stats: { total: additions + deletions, additions, deletions },
          files: files.map((file) => renderFile(twin, repo, commit.sha, file)),
        }
      : {}),
  };
}

/** A changed file of a commit, a comparison or a pull request. */
export function renderFile(twin: Twin, repo: Repository, at: string, file: FileChange) {
  const path = file.filename.split('/').map(encodeURIComponent).join('/');
  return {
    sha: file.status === 'removed' ? '0'.repeat(40) : file.sha,
    filename: file.filename,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${twin.url}/${fullName(repo)}/blob/${at}/${path}`,
    raw_url: `${twin.url}/${fullName(repo)}/raw/${at}/${path}`,
    contents_url: `${repoUrl(twin, repo)}/contents/${path}?ref=${at}`,
    ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
  };
}
