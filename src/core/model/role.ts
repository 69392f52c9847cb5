/** What somebody may do, from least to most. */
export const ROLES = ['anyone', 'agent', 'writer', 'maintainer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** True when `role` is at least `needed`. */
export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
