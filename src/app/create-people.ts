import type { createPool } from '../db/pool.ts';
import { sessions } from '../db/sessions.ts';
import { createOAuth } from '../github/create-oauth.ts';
import type { People } from '../http/people/people-deps.ts';
import type { Deps } from '../ports.ts';
import { signIn } from '../usecases/sign-in.ts';
import { whoSignedIn } from '../usecases/who-signed-in.ts';
import type { AppOptions } from './app-options.ts';

/** People who sign in. */
export function createPeople(
  pool: ReturnType<typeof createPool>,
  deps: Deps,
  {
    oauth = null,
    sessionSecret = null,
    publicUrl = null,
    githubApiUrl: baseUrl,
  }: Pick<AppOptions, 'oauth' | 'sessionSecret' | 'publicUrl' | 'githubApiUrl'>,
): People {
  const kept = sessions(pool, sessionSecret ?? '');
  const callbackUrl = publicUrl === null ? null : `${publicUrl}/auth/callback`;
  return {
    origin: publicUrl === null ? null : new URL(publicUrl).origin,
    withGitHub: oauth && signIn({ sessions: kept, oauth: createOAuth({ ...oauth, baseUrl, callbackUrl }) }),
    useLink: (text) => kept.useLink(text),
    end: (text) => kept.end(text),
    ...whoSignedIn({ ...deps, sessions: kept }),
  };
}
