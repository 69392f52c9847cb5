import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { GitHubOptions } from './github-options.ts';
import { guardRequests } from './guard-requests.ts';

/**
 * A client that speaks in the App's own name: no installation is asked, and nothing is counted. Reads are repeated at
 * most twice.
 */
export function createAppClient(
  { appId, privateKey, baseUrl, log, clock }: GitHubOptions,
  request: { readonly fetch?: typeof fetch } = {},
): Octokit {
  const client = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey },
    userAgent: 'flotilla',
    ...(baseUrl === undefined ? {} : { baseUrl }),
    // A refusal may be the answer, as where it is installed nowhere.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request,
  });
  guardRequests(client, { clock: clock ?? { now: () => new Date() }, log, onUnauthorized() {} });
  return client;
}

function ignore(): void {}
