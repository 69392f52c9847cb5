import type { GitHubClient } from '../github-client.ts';
import { botComments, type BotComment } from './bot-comments.ts';
import { tellsOfEjection } from './read-reply.ts';

export type PullOutcome =
  { readonly kind: 'landed' } | { readonly kind: 'ejected'; readonly comment: BotComment };

/** How a pull request stands, as its author sees it; null while it is under way. Ejections up to `after` are known. */
export async function pullOutcome(
  github: GitHubClient,
  pull: number,
  after: number,
): Promise<PullOutcome | null> {
  const { merged } = await github.get<{ merged: boolean }>(`pulls/${pull}`);
  if (merged) return { kind: 'landed' };
  const comment = (await botComments(github, pull, after)).find(({ body }) => tellsOfEjection(body));
  return comment ? { kind: 'ejected', comment } : null;
}
