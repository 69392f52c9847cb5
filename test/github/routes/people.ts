import { notFound } from '../http/http-error.ts';
import { list, ok, type Call, type Route } from '../http/route.ts';
import type { Level, User } from '../model.ts';
import { hasLevel, levelOf } from '../operations/users.ts';
import { iso } from '../render/iso.ts';
import { renderUser } from '../render/user.ts';
import type { Twin } from '../twin.ts';

/** Accounts, what they may do, and the rate limit. */
export const peopleRoutes: readonly Route[] = [
  { method: 'GET', template: '/user', handle: ({ twin, actor }) => ok(renderPublicUser(twin, actor.user)) },
  {
    method: 'GET',
    template: '/users/{username}',
    handle: (call) => ok(renderPublicUser(call.twin, userOf(call))),
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/collaborators/{username}/permission',
    permission: ['metadata:read'],
    handle: permission,
  },
  {
    method: 'GET',
    template: '/repos/{owner}/{repo}/collaborators',
    permission: ['metadata:read'],
    handle: ({ twin, repo }) => {
      const members = [...twin.users.values()].filter(
        (user) => user.id === repo.owner.id || repo.collaborators.has(user.id),
      );
      return list(members, (user) => ({ ...renderUser(twin, user), ...rights(levelOf(repo, user)) }));
    },
  },
  {
    method: 'GET',
    template: '/rate_limit',
    handle: ({ twin }) => {
      const core = {
        limit: twin.knobState.limit,
        used: 0,
        remaining: twin.knobState.limit,
        reset: Math.floor(Date.now() / 1000) + 3600,
      };
      return ok({ resources: { core, graphql: core, search: core }, rate: core });
    },
  },
];

function userOf({ twin, params }: Call): User {
  const found = twin.users.get((params.username ?? '').toLowerCase());
  if (!found) throw notFound();
  return found;
}

function permission(call: Call) {
  const user = userOf(call);
  // Bots are no users here: GitHub answers 404, whatever they may do.
  if (user.type === 'Bot') throw notFound();
  const level = levelOf(call.repo, user);
  const { role_name } = rights(level);
  return ok({
    permission: legacy(level),
    role_name,
    user: { ...renderUser(call.twin, user), ...rights(level) },
  });
}

function legacy(level: Level): string {
  if (level === 'maintain') return 'write';
  return level === 'triage' ? 'read' : level;
}

function rights(level: Level) {
  const repo = { owner: { id: -1 }, collaborators: new Map([[0, level]]), private: true };
  const may = (wanted: Level): boolean => hasLevel(repo as never, { id: 0 } as User, wanted);
  const permissions = {
    admin: may('admin'),
    maintain: may('maintain'),
    push: may('write'),
    triage: may('triage'),
    pull: may('read'),
  };
  return { permissions, role_name: level };
}

function renderPublicUser(twin: Twin, user: User) {
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const about = {
    name: user.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
  };
  const since = iso(new Date('2020-01-01T00:00:00Z'));
  return { ...renderUser(twin, user), ...about, ...counts, created_at: since, updated_at: since };
}
