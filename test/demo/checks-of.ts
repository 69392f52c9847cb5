import type { GitHubClient } from './github-client.ts';

export interface Check {
  readonly name: string;
  readonly conclusion: string | null;
  readonly app: { readonly slug: string };
  readonly output: { readonly title: string | null };
}

/** The checks of a commit by one App, the newest of each name. */
export async function checksOf(github: GitHubClient, head: string, app: string): Promise<readonly Check[]> {
  const { check_runs: all } = await github.get<{ check_runs: readonly Check[] }>(
    `commits/${head}/check-runs?per_page=100`,
  );
  return all.filter((check) => check.app.slug === app);
}
