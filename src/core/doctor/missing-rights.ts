import type { Permissions, WantedRights } from './facts.ts';

/** Rights that only an organisation can give, and the events that come with them. */
const OF_ORGANISATIONS = { permissions: ['members'], events: ['member'] };
const RANK = ['read', 'write', 'admin'];

export interface MissingRights {
  /** `issues: write` */
  readonly permissions: readonly string[];
  readonly events: readonly string[];
}

/** What is wanted and not granted. An account of a person cannot give what only organisations have. */
export function missingRights(
  wanted: WantedRights,
  granted: { readonly permissions: Permissions; readonly events: readonly string[] },
  accountType: 'User' | 'Organization' = 'Organization',
): MissingRights {
  const not = accountType === 'User' ? OF_ORGANISATIONS : { permissions: [], events: [] };
  return {
    permissions: Object.entries(wanted.permissions)
      .filter(([name, level]) => !not.permissions.includes(name) && !covers(granted.permissions[name], level))
      .map(([name, level]) => `${name}: ${level}`),
    events: wanted.events.filter((event) => !not.events.includes(event) && !granted.events.includes(event)),
  };
}

function covers(granted: string | undefined, wanted: string): boolean {
  return granted !== undefined && RANK.indexOf(granted) >= RANK.indexOf(wanted);
}
