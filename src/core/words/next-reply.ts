import type { OpenTask, Ranked } from '../next-task.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { listed } from './listed.ts';

/** The best ready task with why it is the best, and the two behind it. */
export function nextReply(best: Ranked, others: readonly Ranked[]): string {
  const after = others.slice(0, 2).map(behind);
  return [
    `**${name(best.task)}** is the best task for you now: ${why(best)}.`,
    ...(best.conflicts.length === 0
      ? []
      : ['', `It may conflict: ${listed(best.conflicts.map(alsoOn), 3)}.`]),
    '',
    `\`/claim\` in #${best.task.issue} takes it.${after.length > 0 ? ` After it: ${listed(after)}.` : ''}`,
  ].join('\n');
}

/** Nothing may be claimed: what keeps the open tasks, so that the asker knows when to come back. */
export function nothingNext(tasks: readonly OpenTask[]): string {
  if (tasks.length === 0)
    return 'No task is open here, so there is nothing to take. New ones come with new issues.';
  const count = (state: OpenTask['state'], one: string, many: string) => {
    const found = tasks.filter((task) => task.state === state).length;
    return found === 0 ? [] : [found === 1 ? `one ${one}` : `${found} ${many}`];
  };
  const reasons = [
    ...count('held', 'is held by somebody', 'are held by others'),
    ...count('waits', 'waits for another task', 'wait for other tasks'),
    ...count('epic_waits', "waits for its epic's threshold", "wait for their epic's threshold"),
    ...count('blocked', 'is blocked', 'are blocked'),
  ];
  return `No task is ready now: ${listed(reasons)}. Ask again when one of them has ended; the status comment of each says what it waits for.`;
}

function behind({ task, conflicts: [conflict] }: Ranked): string {
  return conflict ? `${name(task)}, though ${alsoOn(conflict)}` : name(task);
}

function alsoOn({ issue, path }: Ranked['conflicts'][number]): string {
  return `#${issue} works on ${codeSpan(path)} too`;
}

function why({ task, behindHours, openDays, fits }: Ranked): string {
  const reasons = [
    `priority ${task.priority}`,
    ...(behindHours > 0 ? [`${round(behindHours)} h of other tasks wait behind it`] : []),
    ...(openDays > 0 ? [`open for ${openDays === 1 ? 'a day' : `${openDays} days`}`] : []),
    ...(fits === null ? [] : [`its label ${codeSpan(fits)} fits your role`]),
  ];
  return listed(reasons);
}

function name({ issue, title }: OpenTask): string {
  return `#${issue} (${escapeText(title, 80)})`;
}

function round(hours: number): number {
  return Math.round(hours * 10) / 10;
}
