import { escapeText } from './escape-text.ts';
import { when } from './when.ts';

/** A line for the sticky comment while a hold is about to end. */
export function leaseWarning(until: Date): string {
  return `⚠️ The hold ends at **${when(until)}**. A push, a comment or \`/claim\` renews it; otherwise the task goes back to the others.`;
}

/** Tells whoever held a task that it no longer does. */
export function lapsedReply(lapsed: {
  readonly agent: string;
  readonly issue: number;
  readonly until: Date;
}): string {
  return `**${escapeText(lapsed.agent)}** held #${lapsed.issue} until ${when(lapsed.until)} and was not heard of since, so the hold has ended and the task is open to everybody. Whoever wants to go on with it can say \`/claim\`; branches and pull requests are left as they are.`;
}
