import type { RepoRef } from '../core/model/project.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/** Opens an issue again. One request; an open one stays as it is. */
export async function reopenIssue(context: GitHubContext, repo: RepoRef, issue: number): Promise<void> {
  const client = context.client(repo.installationId);
  await client.rest.issues.update({ ...at(repo), issue_number: issue, state: 'open' });
}
