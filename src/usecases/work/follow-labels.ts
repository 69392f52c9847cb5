import { keptLabels } from '../../core/labels.ts';
import type { Project } from '../../core/model/project.ts';
import type { IssueSnapshot, Task } from '../../core/model/task.ts';
import { doubtfulLabels, turnsOf } from '../../core/upkeep/doubtful-labels.ts';
import type { IssueKnown } from '../../ports.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import type { ChoreDeps } from './chore.ts';

/**
 * Of labels that are commands, or the App's to keep, a list says that they are there and not who did that: where they say
 * something else than is known, GitHub's history of the issue does, and it counts as if its webhooks had come.
 */
export async function followLabels(
  deps: ChoreDeps,
  project: Project,
  { task, known }: { readonly task: Task; readonly known: IssueKnown },
  issue: IssueSnapshot,
): Promise<void> {
  const shown = issue.labels;
  const wanted = keptLabels(task, known.holder);
  const doubted = doubtfulLabels({ shown, wanted, heard: known.heard });
  if (doubted.length === 0) return;
  for (const turn of turnsOf(doubted, shown, await deps.changes.turns(project, issue.number))) {
    const { action, label, by: sender, bySelf, at } = turn;
    await handleRepoEvent(
      deps,
      { ...project, archived: false },
      { kind: 'issue', action, issue, label, at },
      { delivery: null, sender, bySelf },
    );
  }
}
