import type { Project } from '../core/model/project.ts';
import type { Assignment, Task } from '../core/model/task.ts';
import { lapsedReply } from '../core/words/lease-reply.ts';
import type { Tx } from '../ports.ts';

/** Whoever held the task and was not heard of learns that it is no longer theirs. */
export async function tellLapsed(tx: Tx, project: Project, task: Task, ended: Assignment): Promise<void> {
  await tx.effects.want({
    projectId: project.id,
    key: `lapsed:${ended.id}`,
    settleMs: 0,
    kind: 'comment',
    issue: task.issue,
    body: lapsedReply({ agent: ended.agentName, issue: task.issue, until: ended.expiresAt }),
  });
}
