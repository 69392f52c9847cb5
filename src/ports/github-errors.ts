/** GitHub refuses, finally: asking again would give the same answer. */
export class GitHubRefused extends Error {
  override readonly name = 'GitHubRefused';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** The installation is gone or suspended: nothing can be asked on its behalf. */
export class NotInstalled extends GitHubRefused {}

/** A rate limit: nothing was done, and nothing may be asked before `retryAfterMs` have passed. */
export class GitHubBusy extends Error {
  override readonly name = 'GitHubBusy';
  readonly retryAfterMs: number;
  constructor(message: string, retryAfterMs: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whoever wanted this has lost the right to it meanwhile (its process stood still, say): nothing was sent. */
export class NotMineAnyMore extends Error {
  override readonly name = 'NotMineAnyMore';
}
