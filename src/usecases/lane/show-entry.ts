import type { Entry } from '../../core/model/lane.ts';
import type { Project } from '../../core/model/project.ts';
import type { Tx } from '../../ports.ts';
import { showPull } from '../show-pull.ts';

/** What people see of an entry: the check run of its pull request. A sync has none; its lane and activity tell of it. */
export async function showEntry(tx: Tx, project: Project, entry: Entry): Promise<void> {
  if (entry.sync === null) await showPull(tx, project, entry.pullId);
}

/** What an entry is of, for the activity. */
export function subjectOf(entry: Entry): { readonly pull: number } | { readonly sync: string } {
  return entry.sync === null ? { pull: entry.pull } : { sync: entry.sync.from };
}
