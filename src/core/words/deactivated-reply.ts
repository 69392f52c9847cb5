import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';

/** Tells those who watch a task that its holder was taken out of service. */
export function deactivatedReply(end: {
  readonly agent: string;
  readonly by: string;
  readonly reason: string;
}): string {
  return `**${escapeText(end.agent)}** was deactivated by ${codeSpan(end.by)} (${escapeText(end.reason)}), so its hold has ended and the task is open to everybody. Whoever wants to go on with it can say \`/claim\`; branches and pull requests are left as they are.`;
}
