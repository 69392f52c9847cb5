import type { IssueAt, IssueName } from '../../core/model/issue-name.ts';
import type { Project } from '../../core/model/project.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { DependencyRefusal } from '../../core/words/dependency-refusal.ts';
import type { Deps } from '../../ports.ts';
import { locateRepository } from '../locate-repository.ts';

/** An issue that somebody named, where it is and whether it is closed. */
export interface FoundIssue extends IssueAt {
  readonly where: Project;
  readonly name: IssueName;
  readonly closed: boolean;
}

/** Looks an issue up by its name: in our tables, and on GitHub where it is no task. */
export async function findIssue(
  deps: Deps,
  project: Project,
  name: IssueName,
): Promise<Result<FoundIssue, DependencyRefusal>> {
  const where = await locateRepository(deps, project, name.repository);
  if (!where) return err({ kind: 'no_repository', name });
  const own = where.id === project.id;
  const found = {
    where,
    project: where.id,
    issue: name.number,
    name: { ...name, repository: own ? null : `${where.owner}/${where.name}` },
  };
  if (await deps.store.read.task(where.id, name.number)) return ok({ ...found, closed: false });
  const issue = await deps.github.issue(where, name.number);
  return issue ? ok({ ...found, closed: issue.state === 'closed' }) : err({ kind: 'no_issue', name });
}

/** All of them, or what is wrong with the first that is not there. */
export async function findIssues(
  deps: Deps,
  project: Project,
  names: readonly IssueName[],
): Promise<Result<readonly FoundIssue[], DependencyRefusal>> {
  const found: FoundIssue[] = [];
  for (const name of names) {
    const one = await findIssue(deps, project, name);
    if (!one.ok) return one;
    found.push(one.value);
  }
  return ok(found);
}
