import type { Octokit } from '@octokit/rest';
import type { Calling } from './calling.ts';
import type { GitHubContext } from './context.ts';
import { createClient } from './create-client.ts';
import type { GitHubOptions } from './github-options.ts';
import { createTokens } from './create-tokens.ts';

/** Clients are cheap and carry the interest in which they ask; the token of an installation is kept once for all. */
export function createContext(options: GitHubOptions, calling: Calling): GitHubContext {
  const { appId, privateKey, baseUrl, log, budget, ending } = options;
  const clock = options.clock ?? { now: () => new Date() };
  const tokens = createTokens({ appId, privateKey });
  const repositoryIds = new Map<string, string>();

  function contextAs(interest: Calling): GitHubContext {
    const clients = new Map<number, Octokit>();
    return {
      appId,
      clock,
      log,
      repositoryIds,
      as: contextAs,
      client(installationId) {
        const known = clients.get(installationId);
        if (known) return known;
        const client = createClient({
          baseUrl,
          clock,
          log: log.child({ installation: installationId }),
          auth: tokens.of(installationId),
          account: budget && { budget, installationId, calling: interest },
          ending,
          onUnauthorized: () => tokens.forget(installationId),
        });
        clients.set(installationId, client);
        return client;
      },
    };
  }

  return contextAs(calling);
}
