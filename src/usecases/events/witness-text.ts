import { approvalOf } from '../../core/brief/approval-of.ts';
import { labelsOfMilestone } from '../../core/labels.ts';
import { standing } from '../../core/brief/standing.ts';
import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Standing } from '../../core/model/task-text.ts';
import type { Role } from '../../core/model/role.ts';
import type { Deps } from '../../ports.ts';
import { keepText } from '../keep-text.ts';
import { resolveActor } from '../resolve-actor.ts';
import { showTask } from '../show-task.ts';

type IssueEvent = Extract<RepoEvent, { kind: 'issue' }>;

/** How the text stood before an edit of our own; nobody asks that of others. */
export async function standingBefore(
  deps: Deps,
  project: Project,
  { action, issue }: IssueEvent,
  { bySelf }: Origin,
): Promise<Standing> {
  if (!bySelf || action !== 'edited') return 'unapproved';
  return deps.store.transaction(async (tx) => {
    const task = await tx.tasks.lock(project.id, issue.number);
    const texts = task && (await tx.texts.of(task.id));
    return texts ? standing(texts) : 'unapproved';
  });
}

/**
 * Remembers who wrote the text of an issue, and whether a maintainer stands behind it now. What counts is the text that
 * the event shows, however late it comes: nobody approves what was written after.
 */
export async function witnessText(
  deps: Deps,
  project: Project,
  { action, label, issue }: IssueEvent,
  { sender, bySelf }: Origin,
  before: Standing,
): Promise<void> {
  const epicLabels = project.config?.epics.map((epic) => epic.label) ?? [];
  const wrote = action === 'edited' || (action === 'opened' && sender.id === issue.author);
  const into = action === 'milestoned' ? epicOfMilestone(project, issue, epicLabels) : label;
  const put = action === 'labeled' || action === 'milestoned';
  const intoEpic = put && into !== null && epicLabels.includes(into);
  if (!wrote && !intoEpic) return;
  if (!(await deps.store.read.task(project.id, issue.number))) return;
  const role: Role = bySelf ? 'anyone' : (await resolveActor(deps, project, sender)).role;
  await deps.store.transaction(async (tx) => {
    const task = await tx.tasks.lock(project.id, issue.number);
    if (!task) return;
    const how = approvalOf({
      action,
      label: into,
      sender: sender.id,
      author: issue.author,
      role,
      ours: bySelf,
      epicLabels,
      before,
    });
    await keepText(tx, task.id, {
      text: { title: issue.title, body: issue.body },
      at: issue.updatedAt,
      newest: task.snapshotAt <= issue.updatedAt,
      by: wrote ? sender.login : null,
      openedBy: issue.authorLogin,
      approved: how === null ? null : { by: sender.login, how },
    });
    await showTask(tx, project, task.id);
  });
}

/** The label of the epic that an issue is put into by its milestone; null: something nearer decides that, or none does. */
function epicOfMilestone(
  { config }: Project,
  { labels, hasParent, milestone }: IssueEvent['issue'],
  epicLabels: readonly string[],
): string | null {
  if (hasParent || labels.some((label) => epicLabels.includes(label))) return null;
  return labelsOfMilestone(config, milestone)[0] ?? null;
}
