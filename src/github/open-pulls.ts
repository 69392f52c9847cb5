import type { RepoRef } from '../core/model/project.ts';
import type { PullSnapshot } from '../core/model/pull.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { pullSnapshot } from './pull-snapshot.ts';

/** All open pull requests. One request per 100. */
export async function openPulls(context: GitHubContext, repo: RepoRef): Promise<readonly PullSnapshot[]> {
  const client = context.client(repo.installationId);
  const found = await client.paginate(client.rest.pulls.list, { ...at(repo), state: 'open', per_page: 100 });
  return found.map(pullSnapshot);
}
