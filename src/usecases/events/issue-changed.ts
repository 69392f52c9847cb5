import { agentOfLabel, HOLD_LABEL } from '../../core/labels.ts';
import { atLeast } from '../../core/model/actor.ts';
import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import { nextStatus } from '../../core/task-transition.ts';
import { closedByOther } from '../../core/words/closed-by-other.ts';
import type { Deps, Tx } from '../../ports.ts';
import { finishTask } from '../finish-task.ts';
import { releaseTask } from '../release-task.ts';
import { resolveActor } from '../resolve-actor.ts';
import { setHold } from '../set-hold.ts';
import { syncIssue } from '../sync-issue.ts';
import { assignTask } from '../assign-task.ts';

type IssueEvent = Extract<RepoEvent, { kind: 'issue' }>;

/** An issue was opened, edited, labelled, closed or reopened: its task follows, as far as the sender may decide that. */
export async function issueChanged(
  deps: Deps,
  project: Project,
  event: IssueEvent,
  origin: Origin,
): Promise<void> {
  const { issue } = event;
  if (origin.bySelf) return syncIssue(deps, project, issue);
  const decides =
    decidesAnything(event) && atLeast((await resolveActor(deps, project, origin.sender)).role, 'maintainer');
  await syncIssue(deps, project, issue, async (tx, task) => {
    await tx.agents.seen(project.id, origin.sender.id);
    if (decides) await obey(tx, project, task, event, origin.sender.login);
    else if (event.action === 'closed') await explain(tx, project, task, event, origin.sender.login);
  });
}

function decidesAnything({ action, label }: IssueEvent): boolean {
  if (action === 'closed' || action === 'reopened') return true;
  return label !== null && (label === HOLD_LABEL || agentOfLabel(label) !== null);
}

/** A maintainer's click is a command. */
async function obey(tx: Tx, project: Project, task: Task, event: IssueEvent, actor: string): Promise<void> {
  const { action, label, issue } = event;
  if (action === 'closed') {
    return finishTask(tx, project, task.id, {
      how: issue.stateReason === 'not_planned' ? 'not_planned' : 'completed',
      actor,
    });
  }
  if (action === 'reopened') {
    const status = nextStatus(task.status, { kind: 'reopened' });
    if (status) await tx.tasks.setStatus(task.id, status);
    if (status)
      await tx.activity({
        projectId: project.id,
        taskId: task.id,
        kind: `task.${status}`,
        actor,
        detail: { how: 'reopened' },
      });
    return;
  }
  if (label === HOLD_LABEL) return setHold(tx, project, task, action === 'labeled', actor);
  const agent = label === null ? null : agentOfLabel(label);
  if (agent === null) return;
  const holder = await tx.assignments.active(task.id);
  if (action === 'labeled' && holder?.agentName !== agent) await assignTask(tx, project, task, agent, actor);
  if (action === 'unlabeled' && holder?.agentName === agent)
    await releaseTask(tx, project, task, { how: 'released', actor });
}

/** Somebody without the right to finish a task closed its issue: the task keeps its status, and they are told. */
async function explain(
  tx: Tx,
  project: Project,
  task: Task,
  { issue }: IssueEvent,
  actor: string,
): Promise<void> {
  if (task.status === 'done' || task.status === 'failed') return;
  await tx.activity({ projectId: project.id, taskId: task.id, kind: 'task.close_ignored', actor });
  await tx.effects.want({
    projectId: project.id,
    key: `closed:${task.id}:${issue.updatedAt.getTime()}`,
    settleMs: 0,
    kind: 'comment',
    issue: task.issue,
    body: closedByOther(task.status),
  });
}
