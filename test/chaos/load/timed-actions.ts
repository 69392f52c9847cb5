import { setTimeout as pause } from 'node:timers/promises';
import type { ActionsRepository } from '../../github/actions/actions-host.ts';
import { serveRuns, type Actions } from '../../github/actions/serve-runs.ts';
import type { Random } from '../random.ts';

/** How often a candidate fails though its head passed: what two changes make of each other. */
const FAILING = 0.04;

/** CI that takes its time: half a second to two for each job; now and then a candidate fails. */
export function timedActions(repo: ActionsRepository, random: Random): Actions {
  return serveRuns(repo, {
    async runJob(run, { branch }, { name }, signal) {
      await run.startJob(name);
      await pause(random.between(500, 2_000), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return 'cancelled';
      return branch.startsWith('flotilla/candidate/') && random.chance(FAILING) ? 'failure' : 'success';
    },
  });
}
