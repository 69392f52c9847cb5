import { aboutPull, HOLD_LABEL } from '../../core/labels.ts';
import type { Project } from '../../core/model/project.ts';
import type { PullSnapshot } from '../../core/model/pull.ts';
import { turnsOf } from '../../core/upkeep/doubtful-labels.ts';
import { isPullNews } from '../../core/upkeep/pull-news.ts';
import { handleRepoEvent } from '../events/handle-repo-event.ts';
import { syncPull } from '../sync-pull.ts';
import type { ChoreDeps } from './chore.ts';

/** Lets the tables follow what a list shows of a pull request, if that is news. */
export async function followListedPull(
  deps: ChoreDeps,
  project: Project,
  shown: PullSnapshot,
): Promise<void> {
  const stored = await deps.store.read.pull(project.id, shown.number);
  const entry = stored && (await deps.store.read.liveEntryOfPull(stored.id));
  if (isPullNews(stored, shown, entry)) await syncPull(deps, project, shown);
  if (shown.state === 'open') await followHold(deps, project, shown);
}

/** Where the list shows the label `hold`, or no more, and nobody told of it: GitHub's history says who did that. */
async function followHold(deps: ChoreDeps, project: Project, shown: PullSnapshot): Promise<void> {
  const { number, labels } = shown;
  if (!labels) return;
  const known = await deps.upkeep.polls.isHeard(project.id, aboutPull(number, HOLD_LABEL));
  if (labels.includes(HOLD_LABEL) === known) return;
  const pull = await deps.store.read.pull(project.id, number);
  // Of what is no task's, a hold would change nothing.
  if (pull?.taskId == null) return;
  const [turn] = turnsOf([HOLD_LABEL], labels, await deps.changes.turns(project, number));
  if (turn?.action === undefined || turn.action === 'reopened') return;
  const { action, label, by: sender, bySelf, at } = turn;
  await handleRepoEvent(
    deps,
    { ...project, archived: false },
    { kind: 'pull', action, pull: shown, label, at },
    { delivery: null, sender, bySelf },
  );
}
