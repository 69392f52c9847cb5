import type { Project } from '../../core/model/project.ts';
import type { PullSnapshot } from '../../core/model/pull.ts';
import { isPullNews } from '../../core/upkeep/pull-news.ts';
import type { Deps } from '../../ports.ts';
import { syncPull } from '../sync-pull.ts';

/** Lets the tables follow what a list shows of a pull request, if that is news. */
export async function followListedPull(deps: Deps, project: Project, shown: PullSnapshot): Promise<void> {
  const stored = await deps.store.read.pull(project.id, shown.number);
  const entry = stored && (await deps.store.read.liveEntryOfPull(stored.id));
  if (isPullNews(stored, shown, entry)) await syncPull(deps, project, shown);
}
