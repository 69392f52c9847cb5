import type { createPool } from '../db/pool.ts';
import { sessions } from '../db/sessions.ts';
import type { AppOptions } from './app-options.ts';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** A link that signs the operator in, once. Null: not only this machine reaches the server, or nobody does. */
export async function offerSignIn(
  pool: ReturnType<typeof createPool>,
  { host, publicUrl, sessionSecret }: Pick<AppOptions, 'host' | 'publicUrl' | 'sessionSecret'>,
  url: string | null,
): Promise<{ readonly url: string; readonly forMinutes: number } | null> {
  if (url === null || publicUrl || !LOOPBACK.test(host)) return null;
  const { text, forMinutes } = await sessions(pool, sessionSecret ?? '').offerLink();
  return { url: `${url}/auth/link?key=${text}`, forMinutes };
}
