import { DEPUTY, WRITER } from '../../people.ts';
import type { World } from '../../world.ts';

/** Somebody who may have asked for landings loses the right to, or has it back. */
export function changeRights({ github, random }: World): string | null {
  const [account, most] = random.pick([
    [WRITER, 'write'],
    [DEPUTY, 'maintain'],
  ] as const);
  const known = github.permissions.get(account.id);
  const permission = known?.get() === most ? random.pick(['none', 'read'] as const) : most;
  known?.set(github.now(), permission);
  return `${account.login} may ${permission}`;
}
