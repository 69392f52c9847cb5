import { verify } from 'node:crypto';
import type { Actor } from '../model.ts';
import type { Twin } from '../twin.ts';
import { HttpError } from './http-error.ts';

export type Identity =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'jwt' }
  | {
      readonly kind: 'token';
      readonly token: string;
      readonly actor: Actor;
      readonly repoId: number | undefined;
    };

/** Who calls, from the Authorization header; a token that is wrong or has expired is 401, as at GitHub. */
export function authenticate(twin: Twin, header: string | undefined): Identity {
  if (header === undefined) return { kind: 'anonymous' };
  const token = tokenOf(header);
  if (token.split('.').length === 3) {
    verifyJwt(twin, token);
    return { kind: 'jwt' };
  }
  const grant = twin.tokens.get(token);
  if (!grant || (grant.expiresAt && grant.expiresAt.getTime() < Date.now()))
    throw new HttpError(401, 'Bad credentials');
  if (grant.actor.installation?.suspendedAt) throw new HttpError(403, 'This installation has been suspended');
  return { kind: 'token', token, actor: grant.actor, repoId: grant.repo?.id };
}

function tokenOf(header: string): string {
  const [scheme = '', value = ''] = header.split(' ');
  if (scheme.toLowerCase() !== 'basic') return value;
  const pair = Buffer.from(value, 'base64').toString();
  const password = pair.slice(pair.indexOf(':') + 1);
  return password === '' || password === 'x-oauth-basic' ? pair.slice(0, pair.indexOf(':')) : password;
}

// Real time as GitHub has it, not the twin's: the client signs with its own clock.
function verifyJwt(twin: Twin, jwt: string): void {
  const [head = '', claims = '', signature = ''] = jwt.split('.');
  const valid = verify(
    'sha256',
    Buffer.from(`${head}.${claims}`),
    twin.publicKey,
    Buffer.from(signature, 'base64url'),
  );
  if (!valid) throw new HttpError(401, 'A JSON web token could not be decoded');
  const { iss, iat, exp } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<
    string,
    unknown
  >;
  const now = (Date.now() + twin.knobState.aheadMs) / 1000;
  if (String(iss) !== String(twin.app.id)) throw new HttpError(404, 'Integration not found');
  if (typeof exp !== 'number' || exp < now) {
    throw new HttpError(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  if (typeof iat !== 'number' || iat > now + 60 || exp > now + 11 * 60) {
    throw new HttpError(401, "'Expiration time' claim ('exp') is too far in the future");
  }
}
