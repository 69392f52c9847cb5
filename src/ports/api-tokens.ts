import type { ApiToken, TokenRefusal, TokenWish } from '../core/model/api-token.ts';
import type { Result } from '../core/result.ts';

/** What programs prove themselves with. */
export interface ApiTokens {
  /** `text` is what the program has to send. It is not kept, so nobody can be told again. */
  create(wish: TokenWish): Promise<Result<{ readonly token: ApiToken; readonly text: string }, TokenRefusal>>;
  /** All of them, the newest first, also those that are over. */
  list(): Promise<readonly ApiToken[]>;
  /** Good for nothing from now on. False: there is no such token, or it was revoked already. */
  revoke(id: number): Promise<boolean>;
  /** Whose text this is; null: nobody's, or it is revoked, or over. */
  meet(text: string): Promise<ApiToken | null>;
}
