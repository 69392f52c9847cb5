import { sameIssue, type IssueAt } from '../../core/model/issue-name.ts';
import type { Project } from '../../core/model/project.ts';
import type { IssueSnapshot } from '../../core/model/task.ts';
import { shareOfPass } from '../../core/upkeep/share-of-pass.ts';
import { locateRepository } from '../locate-repository.ts';
import { syncIssue } from '../sync-issue.ts';
import type { ChoreDeps, KeepChore } from './chore.ts';

const PASS_MS = 15 * 60_000;
/** Each costs one request, which is free where nothing changed since this process asked last. */
const AT_MOST = 100;

/**
 * A list tells how many issues block each of its own, and not which: one that took the place of another is seen only by
 * asking. More than 100 such issues take turns.
 */
export async function followBlockers(
  deps: ChoreDeps,
  project: Project,
  shown: readonly IssueSnapshot[],
  keep: KeepChore,
): Promise<void> {
  const pass = Math.floor(deps.clock.now().getTime() / PASS_MS);
  const blocked = shown.filter(({ blockers }) => blockers > 0);
  for (const issue of shareOfPass(blocked, pass, AT_MOST)) {
    await keep();
    const known = await deps.upkeep.polls.issueKnown(project.id, issue.number);
    if (known && !isSame(known.blockers, await blockersOf(deps, project, issue)))
      await syncIssue(deps, project, issue);
  }
}

/** Those of repositories that we know: of others nobody would hear when they are done. */
async function blockersOf(
  deps: ChoreDeps,
  project: Project,
  issue: IssueSnapshot,
): Promise<readonly IssueAt[]> {
  const named = await deps.changes.blockers(project, issue.number);
  const found = await Promise.all(
    named.map(async ({ repository, number }) => {
      const where = await locateRepository(deps, project, repository);
      return where && { project: where.id, issue: number };
    }),
  );
  return found.filter((one) => one !== null);
}

function isSame(known: readonly IssueAt[], shown: readonly IssueAt[]): boolean {
  return known.length === shown.length && shown.every((one) => known.some((other) => sameIssue(one, other)));
}
