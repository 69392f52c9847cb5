import { WRITER } from '../../people.ts';
import type { World } from '../../world.ts';

/** Somebody who may have asked for work loses the right to, or has it back. */
export function changeRights({ github, random }: World): string | null {
  const known = github.permissions.get(WRITER.id);
  const permission = known?.get() === 'write' ? random.pick(['none', 'read'] as const) : 'write';
  known?.set(github.now(), permission);
  return `${WRITER.login} may ${permission}`;
}
