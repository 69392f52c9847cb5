import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { epicBranch, EPICS } from './fleet-config.ts';
import type { Fleet } from './fleet.ts';
import { waitFor } from './wait-for.ts';

/** A maintainer pauses lanes and lets them go on, and moves an epic branch now and then, until `over`. */
export async function maintain(
  { repo, maintainer, tasks }: Fleet,
  random: Random,
  { over, signal }: { readonly over: () => boolean; readonly signal: AbortSignal },
): Promise<void> {
  const rest = (ms: number) => pause(ms, undefined, { signal });
  for (let round = 1; !over(); round += 1) {
    await rest(random.between(6_000, 15_000));
    if (over()) return;
    const epic = random.pick(EPICS);
    if (random.chance(0.5)) {
      const files = { [`news/${round}.md`]: 'Moved on.\n' };
      await repo.pushFiles({ branch: epicBranch(epic), files, by: maintainer });
      continue;
    }
    const thread = random.pick(tasks.filter((task) => task.epic === epic)).issue;
    const asked = repo.comment(thread, maintainer, '/lane pause Somebody looks into it');
    // Two commands that are on their way at once may arrive in any order.
    await waitFor(() => asked.reactions[0] ?? null, signal);
    await rest(random.between(1_000, 3_000));
    repo.comment(thread, maintainer, '/lane resume');
  }
}
