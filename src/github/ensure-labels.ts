import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/** Creates the labels that are missing: one request per 100 labels of the repository, and one per missing label. */
export async function ensureLabels(
  context: GitHubContext,
  repo: RepoRef,
  labels: readonly { name: string; color: string; description: string }[],
): Promise<void> {
  if (labels.length === 0) return;
  const client = context.client(repo.installationId);
  const present = await client.paginate(client.rest.issues.listLabelsForRepo, { ...at(repo), per_page: 100 });
  // GitHub compares label names without regard to case.
  const names = new Set(present.map((label) => label.name.toLowerCase()));
  for (const label of labels) {
    if (!names.has(label.name.toLowerCase())) await createLabel(context, repo, label);
  }
}

/** Creates one label and answers its node id; null when somebody else was faster. */
export async function createLabel(
  context: GitHubContext,
  repo: RepoRef,
  label: { name: string; color?: string; description?: string },
): Promise<string | null> {
  const client = context.client(repo.installationId);
  try {
    const { data } = await client.rest.issues.createLabel({
      ...at(repo),
      ...label,
      ...(label.color === undefined ? {} : { color: label.color.replace(/^#/, '') }),
    });
    return data.node_id;
  } catch (error) {
    if (error instanceof GitHubRefused && error.status === 422 && /already_exists/.test(error.message))
      return null;
    throw error;
  }
}
