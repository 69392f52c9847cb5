import type { EffectBody } from '../core/model/effect.ts';
import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { nullWhenMissing } from './null-when-missing.ts';

type Link = Extract<EffectBody, { kind: 'dependency' }>;

/**
 * Makes or takes away a native dependency, which GitHub wants by the id of the other issue: two requests. A link that
 * is there (422) or gone (404) already is what was wanted; a GitHub without dependencies (404) leaves it to our tables.
 */
export async function linkIssue(context: GitHubContext, repo: RepoRef, link: Link): Promise<void> {
  const client = context.client(repo.installationId);
  const other = { owner: link.on.owner, repo: link.on.name, issue_number: link.on.issue };
  const found = await nullWhenMissing(client.rest.issues.get(other));
  if (!found) return;
  const issue = { ...at(repo), issue_number: link.issue, issue_id: found.data.id };
  if (!link.linked) {
    await nullWhenMissing(client.rest.issues.removeDependencyBlockedBy(issue));
    return;
  }
  try {
    await nullWhenMissing(client.rest.issues.addBlockedByDependency(issue));
  } catch (error) {
    if (!(error instanceof GitHubRefused) || error.status !== 422) throw error;
  }
}
