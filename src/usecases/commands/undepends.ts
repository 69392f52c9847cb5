import type { UndependsCommand } from '../../core/commands/undepends.ts';
import { sameIssue } from '../../core/model/issue-name.ts';
import { dependencyRefusal } from '../../core/words/dependency-refusal.ts';
import type { Deps } from '../../ports.ts';
import { byHolderOrMaintainer } from './by-holder-or-maintainer.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { findIssues } from './find-issue.ts';
import { linkIssues } from './link-issues.ts';

/** Lets the task no longer wait for issues. What its description says is not ours to change. */
export async function undepends(
  deps: Deps,
  context: CommandContext,
  { on }: UndependsCommand,
): Promise<Apply> {
  const found = await findIssues(deps, context.project, on);
  return byHolderOrMaintainer(context, async (tx, task) => {
    if (!found.ok) return refused(dependencyRefusal, found.error);
    const known = await tx.tasks.dependencies(task.id);
    for (const issue of found.value) {
      const sources = known.filter((one) => sameIssue(one, issue)).map(({ source }) => source);
      const { name } = issue;
      if (sources.length === 0) return refused(dependencyRefusal, { kind: 'not_depending', name });
      if (sources.includes('body')) return refused(dependencyRefusal, { kind: 'in_body', name });
    }
    for (const issue of found.value) await tx.tasks.removeDependency(task.id, issue);
    await linkIssues(tx, context, task, found.value, false);
    return { kind: 'done' };
  });
}
