import type { ApiTokens } from '../ports.ts';

/** The database, for as long as the command runs. */
export interface TokenSession {
  readonly tokens: Pick<ApiTokens, 'create' | 'list' | 'revoke'>;
  close(): Promise<void>;
}
