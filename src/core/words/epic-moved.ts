import { escapeText } from './escape-text.ts';

/** What becomes of an epic's status comment when another issue is its home. */
export function epicMoved(title: string, home: number): string {
  return `The status of the epic ${escapeText(title, 100)} is shown in #${home} now, where its tasks are sub-issues.`;
}
