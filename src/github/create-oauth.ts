import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { OAuth } from '../ports.ts';

export interface OAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Root of GitHub's REST API. */
  readonly baseUrl: string;
  /** Where GitHub sends people back to; null: where the App's settings say. */
  readonly callbackUrl: string | null;
}

const TIMEOUT_MS = 10_000;

const Exchanged = z.union([z.object({ access_token: z.string().min(1) }), z.object({ error: z.string() })]);
const User = z.object({ id: z.int().positive(), login: z.string().min(1), type: z.string() });

/** Signing in with the App's own OAuth: authorization code with PKCE (GitHub docs, "Generating a user access token"). */
export function createOAuth({ clientId, clientSecret, baseUrl, callbackUrl }: OAuthOptions): OAuth {
  const web = webOf(baseUrl);
  const redirect = callbackUrl === null ? {} : { redirect_uri: callbackUrl };

  async function tokenFor(code: string, verifier: string): Promise<string | null> {
    const answer = await fetch(`${web}/login/oauth/access_token`, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': 'flotilla' },
      body: JSON.stringify({
        client_id: clientId,
        client_secret: clientSecret,
        code,
        code_verifier: verifier,
        ...redirect,
      }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to an exchange of a code`);
    // A code that is none is answered with 200 and an error.
    const exchanged = Exchanged.parse(await answer.json());
    return 'access_token' in exchanged ? exchanged.access_token : null;
  }

  return {
    authorizeUrl({ state, verifier }) {
      const query = new URLSearchParams({
        client_id: clientId,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
        allow_signup: 'false',
        ...redirect,
      });
      return `${web}/login/oauth/authorize?${query.toString()}`;
    },
    async accountOf(code, verifier) {
      const token = await tokenFor(code, verifier);
      if (token === null) return null;
      const answer = await fetch(`${baseUrl}/user`, {
        headers: {
          accept: 'application/vnd.github+json',
          authorization: `Bearer ${token}`,
          'user-agent': 'flotilla',
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      if (!answer.ok) throw new Error(`GitHub answered ${answer.status} to who signed in`);
      const { id, login, type } = User.parse(await answer.json());
      return { id, login, isBot: type === 'Bot' };
    },
  };
}

/** Where people are, by where the API is: `api.github.com`, `api.acme.ghe.com`, or `ghe.acme.com/api/v3`. */
function webOf(baseUrl: string): string {
  const { protocol, host, pathname } = new URL(baseUrl);
  const path = pathname.replace(/\/api\/v3\/?$/, '').replace(/\/+$/, '');
  return `${protocol}//${/^api\.(github|.+\.ghe)\.com$/.test(host) ? host.slice('api.'.length) : host}${path}`;
}
