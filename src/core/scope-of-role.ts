import type { Scope } from './model/api-token.ts';
import type { Role } from './model/role.ts';

const SCOPES: Readonly<Record<Role, Scope>> = {
  admin: 'maintain',
  maintainer: 'maintain',
  writer: 'agent',
  agent: 'agent',
  anyone: 'read',
};

/** What somebody who signed in may do in a project that they may look at. */
export function scopeOfRole(role: Role): Scope {
  return SCOPES[role];
}
