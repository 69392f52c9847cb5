import { assertNever } from '../../core/assert-never.ts';
import type { RepoRef } from '../../core/model/project.ts';
import type { Board } from '../../core/plan/board.ts';
import type { PlanChange } from '../../core/plan/plan-change.ts';
import type { IssueHandle, PlanBoard } from '../../ports.ts';

/** The issues that exist by now, by the plan's keys. */
export interface Issues {
  readonly epic: Map<string, IssueHandle>;
  readonly task: Map<string, IssueHandle>;
}

/** Makes one change, and remembers the issue that it made. A change that is made already may be made again. */
export async function makeChange(
  github: PlanBoard,
  repo: RepoRef,
  change: PlanChange,
  { board, issues }: { readonly board: Board; readonly issues: Issues },
): Promise<void> {
  switch (change.kind) {
    case 'label':
      return github.createLabel(repo, change);
    case 'branch':
      return board.tip === null ? undefined : github.createBranch(repo, change.name, board.tip);
    case 'create':
      issues[change.item.kind].set(change.item.key, await github.createIssue(repo, change));
      return;
    case 'edit':
      return edit(github, repo, change);
    case 'sub-issue':
      return github.addSubIssue(repo, epic(issues, change.epic).number, task(issues, change.task));
    case 'wait':
      return github.addBlocker(repo, task(issues, change.task).number, task(issues, change.on));
    case 'unwait':
      return github.removeBlocker(repo, task(issues, change.task).number, task(issues, change.on));
    case 'close':
      return github.closeAsCompleted(repo, task(issues, change.task).number);
    default:
      return assertNever(change);
  }
}

async function edit(
  github: PlanBoard,
  repo: RepoRef,
  { issue, title, body, addLabels, removeLabels }: Extract<PlanChange, { kind: 'edit' }>,
): Promise<void> {
  const to = { ...(title === null ? {} : { title }), ...(body === null ? {} : { body }) };
  if (title !== null || body !== null) await github.editIssue(repo, issue, to);
  if (addLabels.length > 0) await github.addLabels(repo, issue, addLabels);
  for (const label of removeLabels) await github.removeLabel(repo, issue, label);
}

function epic(issues: Issues, key: string): IssueHandle {
  return known(issues.epic.get(key), key);
}

function task(issues: Issues, key: string): IssueHandle {
  return known(issues.task.get(key), key);
}

/** Changes come in an order in which what they need was made before. */
function known(issue: IssueHandle | undefined, key: string): IssueHandle {
  if (!issue) throw new Error(`there is no issue of ${key} yet`);
  return issue;
}
