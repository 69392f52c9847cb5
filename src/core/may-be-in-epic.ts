import { labelsOfMilestone } from './labels.ts';
import type { RepositoryConfig } from './model/repository-config.ts';
import type { IssueSnapshot } from './model/task.ts';

/** Whether an issue can be in an epic, by what a list shows of it: a parent may be in one. */
export function mayBeInEpic(
  { labels, milestone, hasParent }: Pick<IssueSnapshot, 'labels' | 'milestone' | 'hasParent'>,
  config: RepositoryConfig | null,
): boolean {
  if (hasParent || labelsOfMilestone(config, milestone).length > 0) return true;
  return (config?.epics ?? []).some(({ label }) => labels.includes(label));
}
