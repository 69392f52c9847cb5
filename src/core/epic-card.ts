import type { EpicCard } from './model/epic-card.ts';
import { rankTasks, type OpenTask } from './next-task.ts';
import type { ProjectSummary } from './progress/summary.ts';

/** What is read of one epic besides the progress and the open tasks of its project. */
export type EpicFacts = Pick<EpicCard, 'id' | 'key' | 'label' | 'waitsFor' | 'awaitedBy' | 'lane'>;

/** Puts together what an epic's status comment shows; its claimable tasks in the order in which `/next` names them. */
export function epicCard(
  facts: EpicFacts,
  summary: Pick<ProjectSummary, 'epics' | 'hits'>,
  tasks: readonly OpenTask[],
  now: Date,
): EpicCard | null {
  const epic = summary.epics.find(({ key }) => key === facts.key);
  if (!epic) return null;
  const { title, branch, progress, eta } = epic;
  const own = ({ epicId }: OpenTask) => epicId === facts.id;
  const inState = (state: OpenTask['state']) =>
    tasks.filter((task) => own(task) && task.state === state).map(({ issue }) => issue);
  return {
    ...facts,
    title,
    branch,
    progress,
    eta,
    hits: summary.hits,
    // Ranked among all: what waits behind a task may be in another epic.
    ready: rankTasks(tasks, [], now)
      .filter(({ task }) => own(task))
      .map(({ task }) => task.issue),
    working: inState('held'),
    waiting: inState('waits'),
    blocked: inState('blocked'),
  };
}
