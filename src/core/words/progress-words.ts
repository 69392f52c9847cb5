import type { Task } from '../model/task.ts';
import { progressOf } from '../progress.ts';
import { escapeText } from './escape-text.ts';

/** What the agent says and what can be seen, side by side; empty: neither says anything yet. */
export function progressWords(task: Task): string {
  const { claimed, verified, cap } = progressOf(task);
  const { done, total } = task.checklist;
  if (claimed === 0 && total === 0) return '';
  const until = task.status === 'review' ? 'it has landed' : 'it is in review';
  const counted = claimed > cap ? ` (counted as ${cap} % until ${until})` : '';
  const parts = [
    ...(claimed > 0 ? [`claimed ${Math.floor(claimed)} %${counted}`] : []),
    `verified ${Math.floor(verified)} %`,
    ...(total > 0 ? [`checklist ${done} of ${total}`] : []),
  ];
  const note = task.progressNote === null ? '' : `: ${escapeText(task.progressNote, 200)}`;
  return `${parts.join(', ')}${note}`;
}
