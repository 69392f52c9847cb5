import { createAppAuth } from '@octokit/auth-app';

type Auth = ReturnType<typeof createAppAuth>;

/** What Octokit's hook for authentication is made of. */
export type RequestAuth = Pick<Auth, 'hook'>;

/** The tokens of an App's installations, each got once for all clients and replaced before it expires. */
export function createTokens(app: { readonly appId: number; readonly privateKey: string }): {
  of(installationId: number): RequestAuth;
  /** It is no good any more: the next request gets a new one. */
  forget(installationId: number): void;
} {
  const kept = new Map<number, Auth>();

  function current(installationId: number): Auth {
    const known = kept.get(installationId);
    if (known) return known;
    const made = createAppAuth({ ...app, installationId, log: { warn: () => undefined } });
    kept.set(installationId, made);
    return made;
  }

  return {
    of: (installationId) => ({
      hook: (...request: Parameters<Auth['hook']>) => current(installationId).hook(...request),
    }),
    forget: (installationId) => void kept.delete(installationId),
  };
}
