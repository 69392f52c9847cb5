import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** A replica may be so far behind. */
const REPLICAS_MS = 30_000;
/** What is not asked for afresh may have been kept so long besides. */
const KEPT_MS = 60_000;
const STEP_MS = 1_000;

/** Of I10: the rights that somebody acts by were theirs a moment ago. */
export function rightsFresh({ github, scheduler, fail }: World): Invariant {
  return {
    onCall(_runner, method, args, answer) {
      if (method !== 'permission') return;
      const { id, login } = args[1] as { readonly id: number; readonly login: string };
      const had = github.permissions.get(id);
      const oldest = REPLICAS_MS + (args[2] === 'fresh' ? 0 : KEPT_MS);
      for (let age = 0; age <= oldest; age += STEP_MS)
        if ((had?.at(scheduler.now() - age) ?? 'none') === answer) return;
      fail('I10', `${login} is taken to have the right to ${String(answer)}, which is long gone`);
    },
  };
}
