import type { Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { iso } from './iso.ts';
import { renderUser } from './user.ts';

const templates = {
  keys_url: 'keys{/key_id}',
  collaborators_url: 'collaborators{/collaborator}',
  issue_events_url: 'issues/events{/number}',
  assignees_url: 'assignees{/user}',
  branches_url: 'branches{/branch}',
  blobs_url: 'git/blobs{/sha}',
  git_tags_url: 'git/tags{/sha}',
  git_refs_url: 'git/refs{/sha}',
  trees_url: 'git/trees{/sha}',
  statuses_url: 'statuses/{sha}',
  commits_url: 'commits{/sha}',
  git_commits_url: 'git/commits{/sha}',
  comments_url: 'comments{/number}',
  issue_comment_url: 'issues/comments{/number}',
  contents_url: 'contents/{+path}',
  compare_url: 'compare/{base}...{head}',
  archive_url: '{archive_format}{/ref}',
  issues_url: 'issues{/number}',
  pulls_url: 'pulls{/number}',
  milestones_url: 'milestones{/number}',
  notifications_url: 'notifications{?since,all,participating}',
  labels_url: 'labels{/name}',
  releases_url: 'releases{/id}',
} as const;

const plain = [
  'forks',
  'teams',
  'hooks',
  'events',
  'tags',
  'languages',
  'stargazers',
  'contributors',
  'subscribers',
  'subscription',
  'merges',
  'downloads',
  'deployments',
] as const;

export function fullName(repo: Repository): string {
  return `${repo.owner.login}/${repo.name}`;
}

/** The API address of the repository, without trailing slash. */
export function repoUrl(twin: Twin, repo: Repository): string {
  return `${twin.url}/repos/${fullName(repo)}`;
}

/** GitHub's minimal-repository: what workflow runs and search carry. */
export function renderMinimalRepository(twin: Twin, repo: Repository) {
  const url = repoUrl(twin, repo);
  const urls = Object.fromEntries([
    ...Object.entries(templates).map(([key, path]) => [
      key,
      path.startsWith('{archive') ? `${url}/${path}` : `${url}/${path}`,
    ]),
    ...plain.map((name) => [`${name}_url`, `${url}/${name}`]),
  ]) as Record<keyof typeof templates | `${(typeof plain)[number]}_url`, string>;
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
    owner: renderUser(twin, repo.owner),
    html_url: `${twin.url}/${fullName(repo)}`,
    description: null,
    fork: repo.fork,
    url,
    ...urls,
  };
}

/** GitHub's repository, whole: as webhooks and most answers carry it. */
export function renderRepository(twin: Twin, repo: Repository) {
  const open = [...repo.issues.values()].filter((issue) => issue.state === 'open').length;
  const host = twin.url.replace(/^https?:\/\//, '');
  return {
    ...renderMinimalRepository(twin, repo),
    created_at: iso(repo.createdAt) as string | number,
    updated_at: iso(repo.pushedAt),
    pushed_at: iso(repo.pushedAt) as string | number,
    git_url: `git://${host}/${fullName(repo)}.git`,
    ssh_url: `git@${host}:${fullName(repo)}.git`,
    clone_url: `${twin.url}/${fullName(repo)}.git`,
    svn_url: `${twin.url}/${fullName(repo)}`,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: repo.archived,
    disabled: false,
    open_issues_count: open,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repo.private ? 'private' : 'public',
    forks: 0,
    open_issues: open,
    watchers: 0,
    default_branch: repo.defaultBranch,
  };
}

/** What GET /repos answers: the repository with counts and merge settings. */
export function renderFullRepository(twin: Twin, repo: Repository) {
  return {
    ...renderRepository(twin, repo),
    permissions: { admin: false, maintain: false, push: true, triage: true, pull: true },
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_rebase_merge: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
  };
}

/** The short form in installation events. */
export function renderRepositoryRef(repo: Repository) {
  return {
    id: repo.id,
    node_id: repo.nodeId,
    name: repo.name,
    full_name: fullName(repo),
    private: repo.private,
  };
}
