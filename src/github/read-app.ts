import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';

/**
 * Asks GitHub who we are, which also shows at start whether the App's id and key belong together. `login` is the bot
 * user in whose name the App acts.
 */
export async function readApp(options: {
  readonly appId: number;
  readonly privateKey: string;
  readonly baseUrl: string;
}): Promise<{ readonly slug: string; readonly login: string }> {
  const { appId, privateKey, baseUrl } = options;
  const client = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey },
    baseUrl,
    userAgent: 'flotilla',
  });
  const { data } = await client.rest.apps.getAuthenticated({
    request: { signal: AbortSignal.timeout(10_000) },
  });
  const slug = data?.slug;
  if (!slug) throw new Error(`GitHub knows App ${appId}, but gives it no slug`);
  return { slug, login: `${slug}[bot]` };
}
