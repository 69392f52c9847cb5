import { sha } from '../core/model/ids.ts';
import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import type { GitHubWriter } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/** Merges `head` into a branch (`POST /merges`): 201 merged, 204 nothing to do, 409 with "Merge conflict". One request. */
export async function merge(
  context: GitHubContext,
  repo: RepoRef,
  into: string,
  head: Sha,
  message: string,
): ReturnType<GitHubWriter['merge']> {
  const client = context.client(repo.installationId);
  try {
    const answer = await client.rest.repos.merge({ ...at(repo), base: into, head, commit_message: message });
    // The description of GitHub's API knows no 204 body, and neither does the type.
    if ((answer.status as number) === 204) return { kind: 'nothing' };
    const { data } = answer;
    return {
      kind: 'merged',
      commit: { sha: sha(data.sha), tree: sha(data.commit.tree.sha) },
      parents: data.parents.map((parent) => sha(parent.sha ?? '')),
    };
  } catch (error) {
    // 409 also says "not allowed to push" and the like, which is no conflict and stays a refusal.
    if (error instanceof GitHubRefused && error.status === 409 && /merge conflict/i.test(error.message)) {
      return { kind: 'conflict' };
    }
    throw error;
  }
}
