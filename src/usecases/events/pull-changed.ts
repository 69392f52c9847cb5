import { aboutPull, HOLD_LABEL } from '../../core/labels.ts';
import type { Origin, RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { atLeast } from '../../core/model/role.ts';
import type { Deps } from '../../ports.ts';
import { resolveActor } from '../resolve-actor.ts';
import { setHold } from '../set-hold.ts';
import { syncPull } from '../sync-pull.ts';

type PullEvent = Extract<RepoEvent, { kind: 'pull' }>;

/**
 * A pull request changed: the tables follow, and a maintainer who puts the label `hold` on it, or takes it off, holds its
 * task or lets it go, as on the task's issue.
 */
export async function pullChanged(
  deps: Deps,
  project: Project,
  event: PullEvent,
  origin: Origin,
): Promise<void> {
  await syncPull(deps, project, event.pull, origin.sender);
  if (event.label === HOLD_LABEL) await hold(deps, project, event, origin);
}

async function hold(
  deps: Deps,
  project: Project,
  event: PullEvent,
  { sender, bySelf }: Origin,
): Promise<void> {
  const { action, pull: shown, at = shown.updatedAt } = event;
  const mayDecide = !bySelf && atLeast((await resolveActor(deps, project, sender)).role, 'maintainer');
  const on = action === 'labeled';
  await deps.store.transaction(async (tx) => {
    const pull = await tx.pulls.lock(project.id, shown.number);
    const task = pull?.taskId ? await tx.tasks.lockById(pull.taskId) : null;
    if (!task) return;
    // What was told before, or is older than what was, says nothing new; a command may have said something else since.
    const isNews = await tx.tasks.hear(task.id, { about: aboutPull(shown.number, HOLD_LABEL), on, at });
    if (isNews && mayDecide) await setHold(tx, project, task, on, sender.login);
  });
}
