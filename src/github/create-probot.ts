import { Probot, ProbotOctokit } from 'probot';
import type { Log } from '../ports.ts';
import { quietProbotLog } from './quiet-probot-log.ts';

export interface ProbotOptions {
  readonly appId: number;
  readonly privateKey: string;
  readonly secret: string;
  readonly baseUrl?: string;
  readonly log: Log;
}

/**
 * A Probot for `probot.receive` only: no server, no Redis, nothing of the environment. Its clients neither repeat nor
 * delay requests, because a repeated comment is a second comment.
 */
export function createProbot({ appId, privateKey, secret, baseUrl, log }: ProbotOptions): Probot {
  return new Probot({
    appId,
    privateKey,
    secret,
    ...(baseUrl === undefined ? {} : { baseUrl }),
    log: quietProbotLog(log),
    // Only the function form switches the throttling plugin off.
    Octokit: ProbotOctokit.defaults((options: { readonly throttle?: object }) => ({
      ...options,
      retry: { enabled: false },
      throttle: { ...options.throttle, enabled: false },
    })),
  });
}
