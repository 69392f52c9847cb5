import { candidateBranch } from '../../../src/core/model/lane.ts';
import type { RefUpdate } from '../../../src/ports.ts';
import type { EntryRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

const FLYING: readonly string[] = ['building', 'testing', 'landing'];

/**
 * Of I1: an entry leaves its flight, for the queue or for good, only after the ref that permits its landing was deleted.
 * One that comes late, after that, permits nothing: its target has moved on or its entry builds another attempt.
 */
export function refsRevoked(world: World): Invariant {
  const revoked = new Set<string>();
  return {
    onCall(_runner, method, args) {
      if (method === 'deleteBranch') revoked.add(String(args[1]));
      if (method !== 'updateRefs') return;
      for (const { branch, after } of args[1] as readonly RefUpdate[])
        if (/^0+$/.test(after)) revoked.add(branch);
    },
    onCommit(changes) {
      for (const { table, before, after } of changes) {
        if (table !== 'entries' || before === null) continue;
        const [was, is] = [before as EntryRow, after as EntryRow];
        if (!FLYING.includes(was.state) || FLYING.includes(is.state)) continue;
        const branch = candidateBranch(was);
        if (world.github.tip(branch) !== null && !revoked.has(branch))
          world.fail('I1', `entry ${is.id} is ${is.state} and ${branch} still permits its landing`);
      }
    },
  };
}
