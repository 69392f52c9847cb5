import { GitHubBusy, SweepLost } from '../../ports.ts';
import type { Chore, ChoreDeps } from './chore.ts';
import { CHORES } from './chores.ts';

const AFTER_TROUBLE_MS = 60_000;

/** What a process does when it starts: it may have been away for long. */
export async function makeChoresDue({ upkeep }: Pick<ChoreDeps, 'upkeep'>): Promise<void> {
  for (const { name, atStart } of CHORES) if (atStart) await upkeep.sweeps.makeDue(name);
}

/** Does every chore that is due and that no other process has. They do not wait for each other. */
export async function runChores(deps: ChoreDeps): Promise<void> {
  await Promise.all(CHORES.map((chore) => runOne(deps, chore)));
}

async function runOne(deps: ChoreDeps, chore: Chore): Promise<void> {
  const { name, leaseMs } = chore;
  const { sweeps } = deps.upkeep;
  const holder = deps.newId();
  try {
    if (!(await sweeps.take(name, holder, leaseMs))) return;
    const inMs = await chore.run({ ...deps, github: deps.github.as('background') }, async () => {
      if (deps.stopping()) throw new Error('the process ends');
      await sweeps.keep(name, holder, leaseMs);
    });
    await sweeps.end(name, holder, { well: true, inMs });
  } catch (error) {
    if (error instanceof SweepLost) return;
    if (deps.stopping()) return sweeps.end(name, holder, { well: false, inMs: 0 });
    deps.log.error({ err: error, chore: name }, 'a chore failed and will be tried again');
    const inMs = error instanceof GitHubBusy ? error.retryAfterMs : AFTER_TROUBLE_MS;
    await sweeps.end(name, holder, { well: false, inMs });
  }
}
