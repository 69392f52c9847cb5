import type { createPool } from '../db/pool.ts';
import { sessions } from '../db/sessions.ts';
import { createOAuth } from '../github/create-oauth.ts';
import type { People } from '../http/people/people-deps.ts';
import type { Deps } from '../ports.ts';
import { signIn } from '../usecases/sign-in.ts';
import type { AppOptions } from './app-options.ts';

/** People who sign in with GitHub; null: the App has no secret for that. */
export function createPeople(
  pool: ReturnType<typeof createPool>,
  deps: Deps,
  {
    oauth,
    publicUrl = null,
    githubApiUrl: baseUrl,
  }: Pick<AppOptions, 'oauth' | 'publicUrl' | 'githubApiUrl'>,
): People | null {
  if (!oauth) return null;
  const { clientId, clientSecret, sessionSecret } = oauth;
  const callbackUrl = publicUrl === null ? null : `${publicUrl}/auth/callback`;
  return {
    origin: publicUrl === null ? null : new URL(publicUrl).origin,
    ...signIn({
      ...deps,
      sessions: sessions(pool, sessionSecret ?? ''),
      oauth: createOAuth({ clientId, clientSecret, baseUrl, callbackUrl }),
    }),
  };
}
