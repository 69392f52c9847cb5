import { createGitRepository, listRefs } from '../git/git-repository.ts';
import { writeFiles } from '../git/write-files.ts';
import { emit } from '../hooks/emit.ts';
import type { Actor, Level, Repository, User } from '../model.ts';
import { renderUser } from '../render/user.ts';
import { nodeId, type Twin } from '../twin.ts';
import { signatureOf } from './signature.ts';

export interface NewRepository {
  readonly owner: User;
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly defaultBranch: string;
  readonly private: boolean;
}

/** A repository with one first commit; nothing is sent, for no App can be installed yet. About 20 ms. */
export async function createRepository(twin: Twin, o: NewRepository): Promise<Repository> {
  const repo = await newRepository(twin, { ...o, fork: undefined });
  const author = signatureOf(twin, o.owner);
  const sha = await writeFiles(repo.git, {
    parent: undefined,
    files: o.files,
    message: 'Initial commit',
    author,
  });
  const ref = `refs/heads/${o.defaultBranch}`;
  await repo.git.refs.move([{ ref, before: undefined, after: sha }]);
  repo.refs.set(ref, sha);
  return repo;
}

/** A fork with all branches of its parent. */
export async function forkRepository(twin: Twin, parent: Repository, owner: User): Promise<Repository> {
  const { name, defaultBranch, private: hidden } = parent;
  const repo = await newRepository(twin, { owner, name, defaultBranch, private: hidden, fork: parent });
  for (const [ref, sha] of await listRefs(repo.git)) repo.refs.set(ref, sha);
  return repo;
}

async function newRepository(
  twin: Twin,
  o: { owner: User; name: string; defaultBranch: string; private: boolean; fork: Repository | undefined },
): Promise<Repository> {
  const id = twin.nextId();
  const now = twin.now();
  const repo: Repository = {
    id,
    nodeId: nodeId('R', id),
    owner: o.owner,
    name: o.name,
    defaultBranch: o.defaultBranch,
    fork: o.fork !== undefined,
    private: o.private,
    archived: false,
    createdAt: now,
    pushedAt: now,
    git: await createGitRepository(twin.root, id, { defaultBranch: o.defaultBranch, parent: o.fork?.git }),
    refs: new Map(),
    refHistory: new Map(),
    collaborators: new Map(),
    nextNumber: 1,
    issues: new Map(),
    comments: new Map(),
    labels: [],
    milestones: [],
    suites: [],
    checkRuns: [],
    workflows: [],
    runs: [],
    deployments: [],
    rulesets: [],
    pullHistory: new Map(),
    pushListeners: new Set(),
    pullListeners: new Set(),
    rerunListeners: new Set(),
  };
  twin.repositories.set(id, repo);
  twin.nodes.set(repo.nodeId, { type: 'Repository', entity: repo, repo });
  return repo;
}

/** Gives the account a level; GitHub says `member` added, edited or removed. */
export function setPermission(twin: Twin, repo: Repository, actor: Actor, user: User, level: Level): void {
  const before = repo.collaborators.get(user.id);
  if (level === 'none') repo.collaborators.delete(user.id);
  else repo.collaborators.set(user.id, level);
  const member = renderUser(twin, user);
  // Webhooks speak of the three old levels.
  const legacy = (one: Level): string => (one === 'maintain' ? 'write' : one === 'triage' ? 'read' : one);
  if (before === undefined && level !== 'none') {
    emit(twin, repo, actor, 'member', () => ({
      action: 'added',
      member,
      changes: { permission: { to: legacy(level) } },
    }));
  } else if (level === 'none') {
    emit(twin, repo, actor, 'member', () => ({ action: 'removed', member }));
  } else if (before !== undefined && before !== level) {
    const changes = { permission: { from: legacy(before), to: legacy(level) } };
    emit(twin, repo, actor, 'member', () => ({ action: 'edited', member, changes }));
  }
}

export function renameRepository(twin: Twin, repo: Repository, actor: Actor, name: string): void {
  const from = repo.name;
  repo.name = name;
  emit(twin, repo, actor, 'repository', () => ({
    action: 'renamed',
    changes: { repository: { name: { from } } },
  }));
}

export function archiveRepository(twin: Twin, repo: Repository, actor: Actor, archived: boolean): void {
  repo.archived = archived;
  emit(twin, repo, actor, 'repository', () => ({ action: archived ? 'archived' : 'unarchived' }));
}

export function transferRepository(twin: Twin, repo: Repository, actor: Actor, owner: User): void {
  const from = repo.owner;
  repo.owner = owner;
  const changes = () => ({ owner: { from: { user: renderUser(twin, from) } } });
  emit(twin, repo, actor, 'repository', () => ({ action: 'transferred', changes: changes() }));
}

export function deleteRepository(twin: Twin, repo: Repository, actor: Actor): void {
  emit(twin, repo, actor, 'repository', () => ({ action: 'deleted' }));
  twin.repositories.delete(repo.id);
  for (const installation of twin.installations.values()) installation.repositories.delete(repo);
}
