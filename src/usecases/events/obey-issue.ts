import { agentOfLabel, HOLD_LABEL } from '../../core/labels.ts';
import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import { claimRefusal } from '../../core/words/claim-refusal.ts';
import type { Tx } from '../../ports.ts';
import { assignTask } from '../assign-task.ts';
import { finishTask } from '../finish-task.ts';
import { releaseTask } from '../release-task.ts';
import { reopenTask } from '../reopen-task.ts';
import { setHold } from '../set-hold.ts';

type IssueEvent = Extract<RepoEvent, { kind: 'issue' }>;

/** A maintainer's click is a command. */
export async function obey(
  tx: Tx,
  project: Project,
  task: Task,
  { action, label, issue }: IssueEvent,
  by: { readonly actor: string; readonly now: Date },
): Promise<void> {
  const { actor } = by;
  if (action === 'closed') {
    const how = issue.stateReason === 'not_planned' ? 'not_planned' : 'completed';
    return finishTask(tx, project, task.id, { how, actor });
  }
  if (action === 'reopened') return void (await reopenTask(tx, project, task, actor));
  if (label === HOLD_LABEL) return setHold(tx, project, task, action === 'labeled', actor);
  const agent = label === null ? null : agentOfLabel(label);
  if (agent !== null) await handOver(tx, project, task, { action, agent, issue }, by);
}

async function handOver(
  tx: Tx,
  project: Project,
  task: Task,
  said: Pick<IssueEvent, 'action' | 'issue'> & { readonly agent: string },
  by: { readonly actor: string; readonly now: Date },
): Promise<void> {
  const holder = await tx.assignments.active(task.id);
  if (said.action === 'unlabeled' && holder?.agentName === said.agent)
    return releaseTask(tx, project, task, { how: 'released', actor: by.actor });
  const agent = await tx.agents.byName(project.id, said.agent);
  if (said.action !== 'labeled' || !agent || holder?.agentId === agent.id) return;
  const holding = await tx.agents.lockHoldings(agent.id);
  const assigned = await assignTask(tx, project, task, { agent, holding }, by);
  if (assigned.ok) return;
  // The label goes again, which nobody would understand without a word.
  await tx.effects.want({
    projectId: project.id,
    key: `label:${task.id}:${said.issue.updatedAt.getTime()}:${said.agent}`,
    settleMs: 0,
    kind: 'comment',
    issue: task.issue,
    body: claimRefusal(assigned.error),
  });
}
