import type { NewSession, OAuth, Sessions } from '../ports.ts';

interface SignInDeps {
  readonly sessions: Sessions;
  readonly oauth: OAuth;
}

/** `unknown`: not this browser's, or too old. `refused`: GitHub does not know the code. */
export type SignedIn = ({ readonly kind: 'in' } & NewSession) | { readonly kind: 'unknown' | 'refused' };

/** Signing in with GitHub. */
export function signIn({ sessions, oauth }: SignInDeps) {
  return {
    async begin() {
      const begun = await sessions.begin();
      return { url: oauth.authorizeUrl(begun), browser: begun.browser };
    },
    async finish(asked: {
      readonly code: string;
      readonly state: string;
      readonly browser: string;
    }): Promise<SignedIn> {
      const verifier = await sessions.finish(asked.state, asked.browser);
      if (verifier === null) return { kind: 'unknown' };
      const account = await oauth.accountOf(asked.code, verifier);
      if (account === null || account.isBot) return { kind: 'refused' };
      return { kind: 'in', ...(await sessions.create(account)) };
    },
  };
}
