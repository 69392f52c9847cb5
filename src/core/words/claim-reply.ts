import { branchOf } from './branch-of.ts';
import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { when } from './when.ts';

/** Answers a successful claim with all that its agent needs to begin. `until`: the end of the lease. */
export function claimReply(claim: {
  readonly issue: number;
  readonly title: string;
  readonly agent: string;
  /** The epic's branch; empty when it is not known. */
  readonly base: string;
  readonly until: Date;
}): string {
  const branch = branchOf(claim);
  const base = claim.base === '' ? "the epic's branch" : codeSpan(claim.base);
  return [
    `**${escapeText(claim.agent)}** holds #${claim.issue} until **${when(claim.until)}**. Pushes and comments renew it.`,
    '',
    `1. Work on the branch ${codeSpan(branch)}, started from ${base}.`,
    `2. Open the pull request against ${base}. The branch's name links it to this task; so does a line \`Task: #${claim.issue}\` in its description.`,
    '3. When it is ready for review and its gates pass, it enters the merge queue.',
    '',
    'If you cannot go on, comment `/release`, so that another agent can.',
  ].join('\n');
}
