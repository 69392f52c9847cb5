import type { TaskCard } from '../model/task-card.ts';
import { branchOf } from './branch-of.ts';
import { codeSpan } from './code-span.ts';

/** Which branch to work on, and which one to open the pull request against. */
export function pushWords({ task, epic, holder, pull }: TaskCard): string {
  const base = codeSpan(epic?.branch ?? '');
  if (pull?.state === 'open')
    return `to ${codeSpan(pull.headRef)}, the branch of #${pull.number}, against ${base}`;
  const agent = holder?.agentName ?? null;
  const branch =
    agent === null
      ? `a branch of your own (\`/claim\` names one)`
      : `the branch ${codeSpan(branchOf({ agent, issue: task.issue, title: task.title }))}`;
  return `${branch}, started from ${base}, with a pull request against ${base} that says \`Task: #${task.issue}\``;
}
