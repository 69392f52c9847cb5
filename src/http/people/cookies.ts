import type { FastifyReply, FastifyRequest } from 'fastify';
import type { People } from './people-deps.ts';

/** `session`: who it is. `sign-in`: that this browser began to sign in. */
export type CookieName = 'session' | 'sign-in';

const SIGN_IN_SECONDS = 600;

export function cookieOf(request: FastifyRequest, people: People, name: CookieName): string | null {
  const wanted = `${fullName(people, name)}=`;
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(wanted))?.slice(wanted.length) ?? null;
}

/** No script reads it, and no other site's form sends it. An empty `value` takes it away. */
export function setCookie(
  reply: FastifyReply,
  people: People,
  { name, value, forSeconds = SIGN_IN_SECONDS }: { name: CookieName; value: string; forSeconds?: number },
): void {
  const age = value === '' ? 0 : forSeconds;
  const parts = [
    `${fullName(people, name)}=${value}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${age}`,
  ];
  // `header` with the same name adds: both may be set in one answer.
  void reply.header('set-cookie', (isSecure(people) ? [...parts, 'Secure'] : parts).join('; '));
}

/** The prefix has browsers refuse one that another host of the same site, or plain HTTP, wants to plant. */
function fullName(people: People, name: CookieName): string {
  return `${isSecure(people) ? '__Host-' : ''}flotilla-${name}`;
}

function isSecure({ origin }: People): boolean {
  return origin?.startsWith('https:') === true;
}
