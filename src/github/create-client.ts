import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { Clock, Log } from '../ports.ts';
import { guardRequests, type Guard } from './guard-requests.ts';

interface ClientOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly baseUrl: string | undefined;
  readonly installationId: number;
  readonly clock: Clock;
  readonly log: Log;
  onUnauthorized(): void;
  readonly account: Guard['account'];
  readonly ending: AbortSignal | undefined;
}

/** A client that speaks as one installation. It neither throttles nor repeats writes: the caller keeps the budget. */
export function createClient(options: ClientOptions): Octokit {
  const { appId, privateKey, baseUrl, installationId, log } = options;
  const client = new Octokit({
    authStrategy: createAppAuth,
    auth: { appId, privateKey, installationId },
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
  return client;
}

function ignore(): void {}
