import type { GitHubClient } from '../github-client.ts';

export interface BotComment {
  readonly id: number;
  readonly body: string;
}

/** What Flotilla wrote in a thread after the comment `after`, oldest first. */
export async function botComments(
  github: GitHubClient,
  thread: number,
  after = 0,
): Promise<readonly BotComment[]> {
  const all = await github.get<readonly (BotComment & { user: { login: string } })[]>(
    `issues/${thread}/comments?per_page=100`,
  );
  return all.filter(({ id, user }) => id > after && user.login === 'flotilla[bot]');
}
