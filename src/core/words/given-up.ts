import { escapeText } from './escape-text.ts';

/** Tells maintainers that an agent gave a task up for good, and what they can do about it. */
export function givenUp(end: { readonly agent: string; readonly reason: string }): string {
  return [
    `**${escapeText(end.agent)}** gave this task up: ${escapeText(end.reason)}`,
    '',
    'It no longer counts in its epic, and tasks that depend on it wait on. A maintainer can take it up again with `/reopen`, or close the issue as not planned.',
  ].join('\n');
}
