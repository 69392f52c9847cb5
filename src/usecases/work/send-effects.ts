import type { PendingEffect } from '../../core/model/effect.ts';
import type { RepoRef } from '../../core/model/project.ts';
import { GitHubBusy, GitHubRefused, NotInstalled, type Deps } from '../../ports.ts';

const BATCH = 10;
const LEASE_MS = 60_000;
/** About a day of trying, since the delay is capped. */
const ATTEMPTS_AT_MOST = 30;

/** Makes visible what was wanted, one thing at a time per object, until nothing is due. */
export async function sendEffects(deps: Pick<Deps, 'store' | 'github' | 'log'>): Promise<void> {
  for (;;) {
    const batch = await deps.store.outbox.claim(BATCH, LEASE_MS);
    if (batch.length === 0) return;
    for (const pending of batch) await send(deps, pending);
  }
}

async function send(
  deps: Pick<Deps, 'store' | 'github' | 'log'>,
  pending: PendingEffect & { readonly repo: RepoRef },
): Promise<void> {
  const { id, effect, version, attempts, externalId, repo } = pending;
  try {
    // After an unknown answer it may be there already: look before making it twice.
    const known = { externalId, key: effect.key, lookFirst: attempts > 1 };
    await deps.store.outbox.sent(id, version, await deps.github.perform(repo, effect, known));
  } catch (error) {
    const dead = isFinal(error) || attempts >= ATTEMPTS_AT_MOST;
    const data = { err: error, effect: effect.key, kind: effect.kind, attempts };
    if (dead) deps.log.error(data, 'an effect is dead: GitHub will not have it');
    else deps.log.warn(data, 'an effect failed and will be tried again');
    await deps.store.outbox.fail(id, String(error), dead ? null : delayAfter(error, attempts));
  }
}

/** No access says nothing about the effect: the installation may be suspended, and the word of that still on its way. */
function isFinal(error: unknown): boolean {
  return error instanceof GitHubRefused && error.status !== 401 && !(error instanceof NotInstalled);
}

function delayAfter(error: unknown, attempts: number): number {
  if (error instanceof GitHubBusy) return error.retryAfterMs;
  return Math.min(1_000 * 2 ** (attempts - 1), 60 * 60_000);
}
