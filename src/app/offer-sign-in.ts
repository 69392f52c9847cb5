import type { createPool } from '../db/pool.ts';
import { sessions } from '../db/sessions.ts';
import type { AppOptions } from './app-options.ts';
import { isLocal } from './is-local.ts';

/** A link that signs the operator in, once. Null: not only this machine reaches the server, or nobody does. */
export async function offerSignIn(
  pool: ReturnType<typeof createPool>,
  options: Pick<AppOptions, 'host' | 'publicUrl' | 'sessionSecret'>,
  url: string | null,
): Promise<{ readonly url: string; readonly forMinutes: number } | null> {
  if (url === null || !isLocal(options)) return null;
  const { text, forMinutes } = await sessions(pool, options.sessionSecret ?? '').offerLink();
  return { url: `${url}/auth/link?key=${text}`, forMinutes };
}
