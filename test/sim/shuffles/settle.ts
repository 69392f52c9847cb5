import type { ChoreDeps, KeepChore } from '../../../src/usecases/work/chore.ts';
import { pollChanges } from '../../../src/usecases/work/poll-changes.ts';
import { reconcileProject } from '../../../src/usecases/work/reconcile-project.ts';
import { memoryChanges } from '../memory-github/memory-changes.ts';
import { polls } from '../memory-store/polls.ts';
import type { Yard } from './create-yard.ts';

const ROUNDS_AT_MOST = 12;
const SWEEPS_APART_MS = 10_000;
const POLLS_APART_MS = 60_000;
/** Long enough for a sticky comment's next edit, and for a head whose gates ran to be looked at again. */
const SWEEPS = 7;

/** Polls and compares with GitHub as the product does, until that changes nothing and nothing is left to send. */
export async function settle(yard: Yard): Promise<void> {
  const { scheduler, program, database } = yard;
  const deps = choreDeps(yard);
  let changes = 0;
  database.onCommit = (rows) => {
    changes += rows.filter(
      ({ table }) => table === 'tasks' || table === 'pulls' || table === 'effects',
    ).length;
  };
  for (let round = 0; round < ROUNDS_AT_MOST; round += 1) {
    changes = 0;
    await pollChanges.run(deps, keep);
    for (const project of await deps.store.read.activeProjects()) await reconcileProject(deps, project, keep);
    const found = changes;
    for (let sweeps = 0; sweeps < SWEEPS; sweeps += 1) {
      await yard.sweep();
      await scheduler.sleep(program.runner, SWEEPS_APART_MS, 'sweeps');
    }
    if (found === 0 && round > 0 && isQuiet(yard)) return;
    await scheduler.sleep(program.runner, POLLS_APART_MS, 'polls');
  }
}

const keep: KeepChore = async () => undefined;

function isQuiet({ database }: Yard): boolean {
  const { deliveries, effects } = database.tables;
  for (const { state } of deliveries.rows.values()) if (state === 'pending') return false;
  for (const row of effects.rows.values()) if (row.version > row.sentVersion && !row.dead) return false;
  return true;
}

function choreDeps({ program, database, github }: Yard): ChoreDeps {
  return {
    ...program.deps,
    changes: memoryChanges(github),
    appDeliveries: unasked,
    retentionDays: 90,
    upkeep: {
      polls: polls(database, program.runner),
      sweeps: unasked,
      deliveryLog: unasked,
      pruner: unasked,
      progressBook: unasked,
      epicBoard: unasked,
      scratchInUse: unasked,
    },
  };
}

/** What neither the poll nor the comparison asks: a question to it is a mistake. */
const unasked = new Proxy(
  {},
  {
    get(_target, method): never {
      throw new Error(`nobody asks for ${String(method)}`);
    },
  },
) as never;
