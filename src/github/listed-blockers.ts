import type { IssueName } from '../core/model/issue-name.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { createConditional } from './conditional.ts';
import { at, repositoryKey, type GitHubContext } from './context.ts';
import { nameOf } from './issues.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** The issues that block an issue; none of one that is gone. One request, which is free while they are the same. */
export async function listedBlockers(
  context: GitHubContext,
  ask: ReturnType<typeof createConditional>,
  repo: RepoRef,
  number: number,
): Promise<readonly IssueName[]> {
  const { rest } = context.client(repo.installationId);
  const question = {
    subject: `blockers ${repositoryKey(repo)}#${number}`,
    question: 'all',
    pagesAtMost: 1,
    async read(page: number, headers: Readonly<Record<string, string>>) {
      const query = { ...at(repo), issue_number: number, per_page: 100, page, headers };
      const answer = await rest.issues.listDependenciesBlockedBy(query);
      // Of each blocker a whole issue is told, and its name is kept.
      return { headers: answer.headers, data: answer.data.map((one) => nameOf(repo, one)) };
    },
  };
  return (await nullWhenMissing(ask(question))) ?? [];
}
