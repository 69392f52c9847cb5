import { epicCard } from '../../core/epic-card.ts';
import type { EpicId, ProjectId } from '../../core/model/ids.ts';
import { epicState, renderEpicSticky } from '../../core/words/epic-sticky.ts';
import { epicMoved } from '../../core/words/epic-moved.ts';
import { SweepLost, type Deps, type EpicAt } from '../../ports.ts';
import { lookAtSyncs } from '../look-at-syncs.ts';
import { reconsiderTask } from '../reconsider-task.ts';
import { showTask } from '../show-task.ts';
import type { Chore, ChoreDeps, KeepChore } from './chore.ts';

const EACH_MS = 5_000;
/** A plan of a thousand tasks makes as many marks at once; they are few epics. */
const MARKS_AT_MOST = 10_000;

/**
 * Renews the status comments of epics about which something changed, and those of tasks behind a threshold that was
 * reached meanwhile, or for a sync. Apart from the changes themselves, so that the tasks of an epic do not wait for each other.
 */
export const showEpics: Chore = {
  name: 'epics',
  leaseMs: 120_000,
  atStart: true,
  async run(deps, keep) {
    const { epicBoard } = deps.upkeep;
    const { marks, projects } = await epicBoard.changed(MARKS_AT_MOST);
    for (const { project, epics } of projects) {
      try {
        await showCrossings(deps, project, keep);
        await showWaiting(deps, project, epics, keep);
        await showProject(deps, project, epics, keep);
      } catch (error) {
        if (error instanceof SweepLost || deps.stopping()) throw error;
        // Not kept for another try: it would be tried each time, and the next change comes with a mark of its own.
        deps.log.error({ err: error, project }, 'the epics of a project could not be shown');
      }
    }
    if (marks.length > 0) await epicBoard.shown(marks);
    return EACH_MS;
  },
};

/**
 * The tasks behind a threshold, and the code that its epic takes in once it is reached. Whatever moved the percentage: a
 * landing, an estimate, or a task that was given up.
 */
async function showCrossings(deps: ChoreDeps, project: ProjectId, keep: KeepChore): Promise<void> {
  const { epicBoard } = deps.upkeep;
  const crossings = await epicBoard.crossed(project);
  for (const { epic } of crossings) {
    for (const task of await epicBoard.openTasks(epic)) {
      await keep();
      await deps.store.transaction(async (tx) => {
        if (await tx.tasks.lockById(task)) await reconsiderTask(tx, { id: project }, task);
      });
    }
  }
  if (crossings.some(({ reached }) => reached)) {
    await keep();
    const known = await deps.store.read.project(project);
    if (known) await lookAtSyncs(deps, known);
  }
  for (const crossing of crossings) await epicBoard.crossingShown(crossing);
}

/** What is said to those who wait for a sync changes with its state; it is a change of its epic's lane. */
async function showWaiting(
  deps: ChoreDeps,
  project: ProjectId,
  changed: readonly EpicId[],
  keep: KeepChore,
): Promise<void> {
  for (const task of await deps.upkeep.epicBoard.waitingForCode(changed)) {
    await keep();
    await deps.store.transaction(async (tx) => {
      if (await tx.tasks.lockById(task)) await showTask(tx, { id: project }, task);
    });
  }
}

async function showProject(
  deps: ChoreDeps,
  project: ProjectId,
  changed: readonly EpicId[],
  keep: KeepChore,
): Promise<void> {
  const { epicBoard } = deps.upkeep;
  const { epics, summary, tasks } = await epicBoard.facts(project);
  for (const epic of epics.filter(({ id }) => changed.includes(id))) {
    const { home, shownOn } = epic;
    const card = epicCard(epic, summary, tasks, deps.clock.now());
    if (home === null || !card) continue;
    await keep();
    const said = { body: renderEpicSticky(card), state: epicState(card) };
    await sendSticky(deps, project, epic, home, said);
    if (shownOn !== null && shownOn !== home)
      await sendSticky(deps, project, epic, shownOn, { body: epicMoved(card.title, home), state: 'moved' });
    await epicBoard.settle(epic.id, home);
  }
}

async function sendSticky(
  deps: Pick<Deps, 'store'>,
  project: ProjectId,
  { id }: Pick<EpicAt, 'id'>,
  issue: number,
  said: { readonly body: string; readonly state: string },
): Promise<void> {
  await deps.store.transaction((tx) =>
    tx.effects.want({
      projectId: project,
      key: `epic:${id}:${issue}`,
      // A landing and what follows from it are one edit.
      settleMs: 2_000,
      kind: 'sticky',
      issue,
      ...said,
    }),
  );
}
