import type { PullId } from '../core/model/ids.ts';
import type { Project } from '../core/model/project.ts';
import { checkSummary } from '../core/words/check-summary.ts';
import type { Tx } from '../ports.ts';
import { showTask } from './show-task.ts';

/** Wants the `Flotilla` check run of the pull request's head, and its task's sticky comment, to say what the tables say. */
export async function showPull(tx: Tx, project: Project, id: PullId): Promise<void> {
  const view = await tx.pulls.view(id);
  const { pull, entry } = view;
  // The check of an entry belongs to the commit it is bound to, even when the head has moved on since.
  if (pull.judgement?.head === pull.head) {
    await tx.effects.want({
      projectId: project.id,
      key: `check:${pull.number}:${pull.head}`,
      // What is about to change within a moment is told once.
      settleMs: entry?.state === 'landed' || entry?.state === 'ejected' ? 0 : 2_000,
      kind: 'check',
      check: checkSummary(view),
    });
  }
  if (pull.taskId !== null) await showTask(tx, project, pull.taskId);
}
