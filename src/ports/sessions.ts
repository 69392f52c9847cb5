import type { Account } from '../core/model/actor.ts';

/** Who signed in, and who is about to. What a browser keeps is random and known here by its hash only. */
export interface Sessions {
  /** `state` goes to GitHub and comes back, `browser` stays with who asked, `verifier` stays here until then (PKCE). */
  begin(): Promise<{ readonly state: string; readonly browser: string; readonly verifier: string }>;
  /** The verifier, once. Null: nobody began this, not this browser, or too long ago. */
  finish(state: string, browser: string): Promise<string | null>;
  create(account: Account): Promise<NewSession>;
  /** What signs the operator in, once. */
  offerLink(): Promise<{ readonly text: string; readonly forMinutes: number }>;
  /** Null: nobody was offered it, it was used, or too long ago. */
  useLink(text: string): Promise<NewSession | null>;
  /** Null: nobody's, or it is over. */
  meet(text: string): Promise<Session | null>;
  /** It is over now, wherever it is asked for. */
  end(text: string): Promise<void>;
}

export interface NewSession {
  /** For the browser; only its hash is kept. */
  readonly text: string;
  readonly forSeconds: number;
}

export interface Session {
  readonly id: number;
  /** Null: the operator, who came by a link. */
  readonly account: Account | null;
}

/** GitHub's side of signing in. */
export interface OAuth {
  /** Where the browser is sent. */
  authorizeUrl(asked: { readonly state: string; readonly verifier: string }): string;
  /** Who came back with `code`; null: GitHub takes it for none of its own. Keeps no token. */
  accountOf(code: string, verifier: string): Promise<Account | null>;
}
