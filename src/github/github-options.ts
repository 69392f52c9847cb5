import type { Budget, Clock, Log } from '../ports.ts';

export interface GitHubOptions {
  readonly appId: number;
  /** The App's private key, PEM. */
  readonly privateKey: string;
  /** REST root without a slash at the end; github.com's when absent. Tokens and GraphQL follow it. */
  readonly baseUrl?: string;
  readonly log: Log;
  readonly clock?: Clock;
  /** What pays for the requests; without it they are not counted. */
  readonly budget?: Budget;
  /** Cuts off what is under way when the process has to end. */
  readonly ending?: AbortSignal;
}
