import { assertNever } from '../assert-never.ts';
import type { TaskCard } from '../model/task-card.ts';
import { codeSpan } from './code-span.ts';

/** What to do now for a task to go on, and what to type for it. */
export function nextStep({ task, epic, standsFor, holder, missing, pull, entry }: TaskCard): string {
  if (standsFor) return 'nothing here: its sub-issues are the tasks.';
  if (epic === null && task.status !== 'done' && task.status !== 'failed')
    return 'a maintainer can put the issue into an epic again with its label.';
  switch (task.status) {
    case 'done':
      return 'nothing, this task is done.';
    case 'failed':
      return 'nothing, unless a maintainer reopens the issue.';
    case 'blocked':
      return 'a maintainer or the holder lifts the block.';
    case 'pending':
      return missing.length > 0 ? 'wait for what is missing, then `/claim`.' : '`/claim` to take it.';
    case 'in_progress':
    case 'review':
      break;
    default:
      return assertNever(task.status);
  }
  if (!holder && !pull) return '`/claim` to take it.';
  if (pull?.state !== 'open')
    return `push a branch and open a pull request against ${codeSpan(epic?.branch ?? '')}; \`/release\` gives the task back.`;
  if (pull.draft) return `mark #${pull.number} as ready for review.`;
  if (entry && entry.head === pull.head && entry.state !== 'ejected')
    return 'nothing to type; the merge queue does the rest.';
  if (entry && entry.head === pull.head) return `mend #${pull.number} and push, or \`/retry\` there.`;
  return `its gates and what is missing are shown in the \`Flotilla\` check of #${pull.number}; \`/merge\` there asks for the queue.`;
}
