import type { TokenSession } from '../cli/token-session.ts';
import { apiTokens } from '../db/api-tokens.ts';
import type { Log } from '../ports.ts';
import { openAsItIs } from './open-as-it-is.ts';

/** The database, for the command about tokens. */
export async function createTokenSession(databaseUrl: string, log: Log): Promise<TokenSession> {
  const pool = await openAsItIs(databaseUrl, log);
  return { tokens: apiTokens(pool), close: () => pool.end() };
}
