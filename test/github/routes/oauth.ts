import { createHash, randomBytes } from 'node:crypto';
import { notFound } from '../http/http-error.ts';
import { ok, optionalText, type Answer, type Call, type Route } from '../http/route.ts';

/** A code is good for ten minutes, and for one exchange. */
const CODE_MS = 600_000;
const TOKEN_MS = 8 * 3_600_000;

/** Signing in with an App, as on github.com (docs, "Generating a user access token for a GitHub App"). */
export const oauthRoutes: readonly Route[] = [
  { method: 'GET', template: '/login/oauth/authorize', auth: 'none', handle: authorize },
  { method: 'POST', template: '/login/oauth/access_token', auth: 'none', handle: exchange },
];

/** The page with the green button. Whose browser it is says `login`, and everybody presses the button. */
function authorize({ twin, query }: Call): Answer {
  const user = twin.users.get((query.get('login') ?? '').toLowerCase());
  const redirect = query.get('redirect_uri');
  if (query.get('client_id') !== twin.oauth.clientId || !user || redirect === null) throw notFound();
  const code = randomBytes(10).toString('hex');
  const challenge = query.get('code_challenge_method') === 'S256' ? query.get('code_challenge') : null;
  twin.codes.set(code, { user, redirect, challenge, until: Date.now() + CODE_MS });
  const back = new URL(redirect);
  back.searchParams.set('code', code);
  back.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, headers: { location: back.href } };
}

/** What is wrong is said with 200. */
function exchange(call: Call): Answer {
  const { twin } = call;
  const said = (field: string) => optionalText(call, field) ?? '';
  const { clientId, clientSecret } = twin.oauth;
  if (said('client_id') !== clientId || said('client_secret') !== clientSecret)
    return refused(
      'incorrect_client_credentials',
      'The client_id and/or client_secret passed are incorrect.',
    );
  const known = twin.codes.get(said('code'));
  twin.codes.delete(said('code'));
  const verifier = createHash('sha256').update(said('code_verifier')).digest('base64url');
  if (!known || known.until < Date.now() || (known.challenge !== null && known.challenge !== verifier))
    return refused('bad_verification_code', 'The code passed is incorrect or expired.');
  if (known.redirect !== said('redirect_uri'))
    return refused('redirect_uri_mismatch', 'The redirect_uri MUST match the registered callback URL.');
  const token = `ghu_${randomBytes(18).toString('hex')}`;
  twin.tokens.set(token, { actor: { user: known.user }, expiresAt: new Date(Date.now() + TOKEN_MS) });
  return ok({ access_token: token, expires_in: TOKEN_MS / 1_000, token_type: 'bearer', scope: '' });
}

function refused(error: string, description: string): Answer {
  return ok({ error, error_description: description });
}
