import { refusal } from '../../core/words/refusal.ts';
import type { Deps } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';
import { importIssue } from '../sync-issue.ts';
import { showTask } from '../show-task.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { subjectTask } from './subject-task.ts';

/** Brings the sticky comment, and under a pull request its check run, up to date. */
export async function status(deps: Deps, context: CommandContext): Promise<Apply> {
  const { project, thread, isPull } = context;
  if (isPull) await judgePull(deps, project, thread);
  else await importIssue(deps, project, thread);
  return async (tx) => {
    const task = await subjectTask(tx, context);
    const labels = project.config?.epics.map((epic) => epic.label) ?? [];
    if (!task) return refused(refusal, { kind: 'untracked', labels });
    await showTask(tx, project, task.id);
    // Also what did not change: somebody may have deleted the comment that says it.
    await tx.effects.again(project.id, `task:${task.id}`);
    return { kind: 'done' };
  };
}
