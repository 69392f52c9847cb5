import { agentOfLabel, HOLD_LABEL } from '../../core/labels.ts';
import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import { nextStatus } from '../../core/task-transition.ts';
import type { Tx } from '../../ports.ts';
import { assignTask } from '../assign-task.ts';
import { finishTask } from '../finish-task.ts';
import { releaseTask } from '../release-task.ts';
import { setHold } from '../set-hold.ts';

type IssueEvent = Extract<RepoEvent, { kind: 'issue' }>;

/** A maintainer's click is a command. */
export async function obey(
  tx: Tx,
  project: Project,
  task: Task,
  { action, label, issue }: IssueEvent,
  actor: string,
): Promise<void> {
  if (action === 'closed') {
    const how = issue.stateReason === 'not_planned' ? 'not_planned' : 'completed';
    return finishTask(tx, project, task.id, { how, actor });
  }
  if (action === 'reopened') return reopen(tx, project, task, actor);
  if (label === HOLD_LABEL) return setHold(tx, project, task, action === 'labeled', actor);
  const agent = label === null ? null : agentOfLabel(label);
  if (agent !== null) await handOver(tx, project, task, { action, agent }, actor);
}

async function reopen(tx: Tx, project: Project, task: Task, actor: string): Promise<void> {
  const status = nextStatus(task.status, { kind: 'reopened' });
  if (!status) return;
  await tx.tasks.setStatus(task.id, status);
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: `task.${status}`,
    actor,
    detail: { how: 'reopened' },
  });
}

async function handOver(
  tx: Tx,
  project: Project,
  task: Task,
  { action, agent }: { readonly action: IssueEvent['action']; readonly agent: string },
  actor: string,
): Promise<void> {
  const holder = await tx.assignments.active(task.id);
  if (action === 'labeled' && holder?.agentName !== agent) await assignTask(tx, project, task, agent, actor);
  if (action === 'unlabeled' && holder?.agentName === agent) {
    await releaseTask(tx, project, task, { how: 'released', actor });
  }
}
