import type { RepoRef } from '../core/model/project.ts';
import { createAppClient } from './create-app-client.ts';
import type { GitHubOptions } from './github-options.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** Through which installation the App may speak to a repository; null: through none. One request, in the App's name. */
export async function findInstallation(
  options: GitHubOptions,
  owner: string,
  name: string,
): Promise<RepoRef | null> {
  const app = createAppClient(options);
  const answer = await nullWhenMissing(app.rest.apps.getRepoInstallation({ owner, repo: name }));
  return answer && { installationId: answer.data.id, owner, name };
}
