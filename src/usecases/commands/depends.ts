import type { DependsCommand } from '../../core/commands/depends.ts';
import { dependencyPath } from '../../core/dependency-path.ts';
import { sameIssue, type IssueAt, type IssueName } from '../../core/model/issue-name.ts';
import type { Project } from '../../core/model/project.ts';
import type { Task } from '../../core/model/task.ts';
import { dependencyRefusal } from '../../core/words/dependency-refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { byHolderOrMaintainer } from './by-holder-or-maintainer.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { findIssues, type FoundIssue } from './find-issue.ts';
import { knowTask } from './know-task.ts';
import { linkIssues } from './link-issues.ts';

/** Makes the task wait for other issues: all that were named, or none of them. */
export async function depends(deps: Deps, context: CommandContext, { on }: DependsCommand): Promise<Apply> {
  await knowTask(deps, context);
  const { project } = context;
  const found = await findIssues(deps, project, on);
  const names = nameOf(project, await deps.store.read.projectsOfInstallation(project.installationId));
  return byHolderOrMaintainer(context, async (tx, task) => {
    if (!found.ok) return refused(dependencyRefusal, found.error);
    const known = await tx.tasks.dependencies(task.id);
    const missing = found.value.filter((issue) => !known.some((one) => sameIssue(one, issue)));
    const circle = await firstCircle(tx, task, missing);
    if (circle) return refused(dependencyRefusal, { kind: 'cycle', path: circle.map(names) });
    for (const issue of missing) await tx.tasks.addDependency(task.id, issue);
    await linkIssues(tx, context, task, missing, true);
    return { kind: 'done' };
  });
}

/** From the task over what it would wait for back to itself; null: none of these closes a circle. */
async function firstCircle(
  tx: Tx,
  task: Task,
  issues: readonly FoundIssue[],
): Promise<readonly IssueAt[] | null> {
  const own = { project: task.projectId, issue: task.issue };
  for (const issue of issues) {
    const path = dependencyPath(await tx.tasks.dependenciesFrom(issue), issue, own);
    if (path) return [own, ...path];
  }
  return null;
}

function nameOf(project: Project, all: readonly Project[]): (issue: IssueAt) => IssueName {
  return (issue) => {
    const where = all.find(({ id }) => id === issue.project);
    const other = where && where.id !== project.id ? `${where.owner}/${where.name}` : null;
    return { repository: other, number: issue.issue };
  };
}
