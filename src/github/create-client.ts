import { Octokit } from '@octokit/rest';
import { storable } from '../core/storable.ts';
import type { RequestAuth } from './create-tokens.ts';
import { guardRequests, type Guard } from './guard-requests.ts';

interface ClientOptions extends Guard {
  readonly baseUrl: string | undefined;
  readonly auth: RequestAuth;
}

/** A client that neither throttles nor repeats writes: the caller keeps the budget. */
export function createClient(options: ClientOptions): Octokit {
  const { auth, baseUrl, log } = options;
  const client = new Octokit({
    authStrategy: () => auth,
    userAgent: 'flotilla',
    ...(baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
    // Octokit's own lines name full paths and repeat ours.
    log: {
      debug: ignore,
      info: ignore,
      warn: (message: string) => log.warn({ detail: message }, 'octokit warns'),
      error: ignore,
    },
  });
  guardRequests(client, options);
  client.hook.after('request', (response) => {
    response.data = storable(response.data);
  });
  return client;
}

function ignore(): void {}
