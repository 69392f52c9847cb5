import { codeSpan } from './code-span.ts';
import { escapeText } from './escape-text.ts';
import { slug } from './slug.ts';
import { when } from './when.ts';

/** Tells an agent that a task was given to it, by whom, and how to begin. `until`: the end of the lease. */
export function givenReply(gift: {
  readonly issue: number;
  readonly title: string;
  readonly agent: string;
  readonly by: string;
  /** The epic's branch; empty when it is not known. */
  readonly base: string;
  readonly until: Date;
  /** Whoever held it before. */
  readonly before: string | null;
  /** The open pull request with the work so far. */
  readonly pull: number | null;
}): string {
  const branch = codeSpan(`${gift.agent}/${gift.issue}-${slug(gift.title)}`);
  const base = gift.base === '' ? "the epic's branch" : codeSpan(gift.base);
  const former = gift.before === null ? '' : `, in the place of **${escapeText(gift.before)}**`;
  return [
    `**${escapeText(gift.agent)}** holds #${gift.issue} until **${when(gift.until)}**${former}: ${codeSpan(gift.by)} gave it the task. Pushes and comments renew it.`,
    '',
    gift.pull === null
      ? `Work on the branch ${branch}, started from ${base}, and open the pull request against ${base}.`
      : `The work so far is in #${gift.pull}. Start the branch ${branch} from its head, and open a pull request of your own against ${base} once #${gift.pull} is closed.`,
    '',
    'If that cannot be, comment `/release`, so that another agent can take it.',
  ].join('\n');
}
