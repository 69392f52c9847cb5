import type { Task } from '../../core/model/task.ts';
import { issueWords } from '../../core/words/issue-words.ts';
import type { Tx } from '../../ports.ts';
import { doubtPull } from '../doubt-pull.ts';
import { showTask } from '../show-task.ts';
import type { CommandContext } from './command-context.ts';
import type { FoundIssue } from './find-issue.ts';

/** GitHub's own dependencies follow what a command made or took away, and so does what is shown of the task. */
export async function linkIssues(
  tx: Tx,
  { project, actor }: CommandContext,
  task: Task,
  issues: readonly FoundIssue[],
  linked: boolean,
): Promise<void> {
  for (const { where, name } of issues) {
    const key = `dependency:${task.id}:${where.repoId}:${name.number}`;
    const on = { owner: where.owner, name: where.name, issue: name.number };
    await tx.effects.want({
      projectId: project.id,
      key,
      settleMs: 0,
      kind: 'dependency',
      issue: task.issue,
      on,
      linked,
    });
    // Somebody may have undone it on GitHub since it was wanted like this before.
    await tx.effects.again(project.id, key);
  }
  if (issues.length === 0) return;
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: linked ? 'task.depends' : 'task.undepends',
    actor: actor.login,
    detail: { on: issues.map(({ name }) => issueWords(name)) },
  });
  await doubtPull(tx, task.id);
  await showTask(tx, project, task.id);
}
