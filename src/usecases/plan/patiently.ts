import { GitHubBusy } from '../../ports.ts';
import type { Onlooker, PlanDeps } from './plan-deps.ts';

/** Does `work`, again and again while GitHub is busy: then nothing of the call that was refused was done. */
export async function patiently<T>(
  { wait }: Pick<PlanDeps, 'wait'>,
  onlooker: Pick<Onlooker, 'waiting'>,
  work: () => Promise<T>,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof GitHubBusy)) throw error;
      onlooker.waiting(error.retryAfterMs);
      await wait(error.retryAfterMs);
    }
  }
}
