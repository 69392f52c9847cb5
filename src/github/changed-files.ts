import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { ChangedFiles } from '../core/model/pull.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/** GitHub lists at most this many files of a pull request and does not say that it stopped. */
const LIMIT = 3000;

/** The files of a pull request. Throws when GitHub answers for another head than `head`: read again later. */
export async function changedFiles(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
  head: Sha,
): Promise<ChangedFiles> {
  const client = context.client(repo.installationId);
  const files = await client.paginate(client.rest.pulls.listFiles, {
    ...at(repo),
    pull_number: number,
    per_page: 100,
  });
  const other = files.find((file) => file.status !== 'removed' && headOf(file.contents_url) !== head);
  if (other) throw new Error(`the files of #${number} are not those of ${head}`);
  const paths = files.flatMap((file) =>
    file.previous_filename === undefined ? [file.filename] : [file.filename, file.previous_filename],
  );
  return { head, paths: [...new Set(paths)], truncated: files.length >= LIMIT };
}

/** Nothing in the list names the head, but each file's address does. */
function headOf(contentsUrl: string): string | null {
  return new URL(contentsUrl).searchParams.get('ref');
}
