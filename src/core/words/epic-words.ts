import type { TaskCard } from '../model/task-card.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';

/** Which epic a task is in, or which one its issue stands for. */
export function epicWords({ epic, standsFor }: Pick<TaskCard, 'epic' | 'standsFor'>): string {
  if (epic) return named(epic);
  return standsFor ? `stands for ${named(standsFor)} and is no task itself` : 'none: no longer tracked';
}

function named({ title, branch }: { readonly title: string; readonly branch: string }): string {
  return `${escapeText(title, 100)} (${codeSpan(branch)})`;
}
