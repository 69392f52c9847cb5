import { makesNew } from '../../core/makes-new.ts';
import { GitHubBusy, GitHubRefused, NotInstalled, NotMineAnyMore } from '../../ports.ts';
import type { ClaimedEffect, Deps } from '../../ports.ts';

const BATCH = 10;
/** Renewed before each effect: this long an installation is silent when its executor dies. */
const LEASE_MS = 20_000;
const REPLICAS_MS = 31_000;
/** About a day of trying, since the delay is capped. */
const ATTEMPTS_AT_MOST = 30;

type SendDeps = Pick<Deps, 'store' | 'github' | 'log' | 'stopping'>;

/** Makes visible what was wanted, one thing at a time per object, until nothing is due. */
export async function sendEffects(deps: SendDeps): Promise<void> {
  while (!deps.stopping()) {
    const batch = await deps.store.outbox.claim(BATCH, LEASE_MS);
    if (batch.length === 0) return;
    await sendBatch(deps, batch);
  }
}

async function sendBatch(deps: SendDeps, batch: readonly ClaimedEffect[]): Promise<void> {
  let begun = 0;
  try {
    for (const [done, pending] of batch.entries()) {
      if (deps.stopping()) return await deps.store.outbox.handBack(batch.slice(done));
      const mine = await deps.store.outbox.begin(pending, batch.slice(done + 1), LEASE_MS);
      begun = done + 1;
      if (mine) await send(deps, pending);
      else lost(deps, pending);
    }
  } catch (error) {
    // What was not begun need not wait for the end of its lease.
    await deps.store.outbox.handBack(batch.slice(begun)).catch(() => undefined);
    throw error;
  }
}

async function send(deps: SendDeps, pending: ClaimedEffect): Promise<void> {
  const { effect, attempts, externalId, repo, trace = null } = pending;
  const stillMine = () => pending.stillMine();
  try {
    // After an unknown answer it may be there already: look before making it twice.
    const known = { externalId, key: effect.key, lookFirst: attempts > 1, stillMine, trace };
    await deps.store.outbox.sent(pending, await deps.github.perform(repo, effect, known));
  } catch (error) {
    if (error instanceof NotMineAnyMore) {
      lost(deps, pending);
    } else if (error instanceof GitHubBusy) {
      // The wait first: handed back before it, another executor would ask again at once.
      await deps.store.outbox.wait(repo.installationId, effect.kind, error.retryAfterMs);
      await deps.store.outbox.handBack([pending]);
    } else {
      await fail(deps, pending, error);
    }
  }
}

/** Whoever has it now looks first: a request may have gone out before this process stood still. */
function lost(deps: SendDeps, { effect }: ClaimedEffect): void {
  deps.log.warn({ effect: effect.key, kind: effect.kind }, 'an effect was left to another executor');
}

async function fail(deps: SendDeps, pending: ClaimedEffect, error: unknown): Promise<void> {
  const { effect, attempts } = pending;
  const dead = isFinal(error) || attempts >= ATTEMPTS_AT_MOST;
  const data = { err: error, effect: effect.key, kind: effect.kind, attempts };
  if (dead) deps.log.error(data, 'an effect is dead: GitHub will not have it');
  else deps.log.warn(data, 'an effect failed and will be tried again');
  await deps.store.outbox.fail(pending, String(error), dead ? null : delayAfter(pending));
}

/** No access says nothing about the effect: the installation may be suspended, and the word of that still on its way. */
function isFinal(error: unknown): boolean {
  return error instanceof GitHubRefused && error.status !== 401 && !(error instanceof NotInstalled);
}

/**
 * Whoever tries again looks first, and replicas are up to 30 s behind: sooner, what makes something new would be made
 * twice.
 */
function delayAfter({ effect, externalId, attempts }: ClaimedEffect): number {
  const delay = 1_000 * 2 ** (attempts - 1);
  return Math.min(makesNew(effect.kind, externalId) ? Math.max(delay, REPLICAS_MS) : delay, 60 * 60_000);
}
