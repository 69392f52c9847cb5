import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/**
 * Files that both a branch and `head` changed since their merge base, sorted. Two requests; GitHub names at most 300
 * files a side.
 */
export async function filesChangedOnBothSides(
  context: GitHubContext,
  repo: RepoRef,
  branch: string,
  head: Sha,
): Promise<readonly string[]> {
  const [ours, theirs] = await Promise.all([
    changedBetween(context, repo, head, branch),
    changedBetween(context, repo, branch, head),
  ]);
  return [...ours].filter((path) => theirs.has(path)).sort();
}

async function changedBetween(
  context: GitHubContext,
  repo: RepoRef,
  from: string,
  to: string,
): Promise<ReadonlySet<string>> {
  const { data } = await context.client(repo.installationId).rest.repos.compareCommitsWithBasehead({
    ...at(repo),
    basehead: `${from}...${to}`,
    per_page: 100,
  });
  return new Set(
    (data.files ?? []).flatMap((file) =>
      file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
    ),
  );
}
