import { randomBytes } from 'node:crypto';
import type { Level, Repository, User } from '../model.ts';
import { nodeId, type Twin } from '../twin.ts';

const ranks: readonly Level[] = ['none', 'read', 'triage', 'write', 'maintain', 'admin'];

/** Makes the account; a login that exists gives the account that has it. */
export function createUser(twin: Twin, o: { login: string; type?: 'User' | 'Bot' }): User {
  const known = twin.users.get(o.login.toLowerCase());
  if (known) return known;
  const id = twin.nextId();
  const type = o.type ?? (o.login.endsWith('[bot]') ? 'Bot' : 'User');
  const user = {
    id,
    nodeId: nodeId(type === 'Bot' ? 'BOT' : 'U', id),
    login: o.login,
    type,
    token: `ghp_${randomBytes(18).toString('hex')}`,
  };
  twin.users.set(o.login.toLowerCase(), user);
  twin.nodes.set(user.nodeId, { type, entity: user, repo: undefined });
  twin.tokens.set(user.token, { actor: { user }, expiresAt: undefined });
  return user;
}

/** What the account may do; repositories are public, so everybody may read. */
export function levelOf(repo: Repository, user: User): Level {
  if (repo.owner.id === user.id) return 'admin';
  return repo.collaborators.get(user.id) ?? (repo.private ? 'none' : 'read');
}

export function hasLevel(repo: Repository, user: User, wanted: Level): boolean {
  return ranks.indexOf(levelOf(repo, user)) >= ranks.indexOf(wanted);
}
