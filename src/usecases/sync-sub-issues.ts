import type { Project } from '../core/model/project.ts';
import type { IssueSnapshot } from '../core/model/task.ts';
import type { Deps } from '../ports.ts';
import { syncIssue } from './sync-issue.ts';

/** Lets the tasks below an issue follow what it says: its labels may name their epic. Two requests, if it has any. */
export async function syncSubIssues(
  deps: Deps,
  project: Project,
  { number, hasChildren }: Pick<IssueSnapshot, 'number' | 'hasChildren'>,
): Promise<void> {
  if (!hasChildren) return;
  // News may come late: what the labels are now counts.
  const parent = await deps.github.issue(project, number);
  if (!parent) return;
  for (const child of await deps.github.subIssues(project, number)) {
    await syncIssue(deps, project, child, { parent: { number, labels: parent.labels } });
  }
}
