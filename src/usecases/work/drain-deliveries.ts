import { GitHubBusy, type ClaimedDelivery, type Deps, type Receiver } from '../../ports.ts';

/** Handlers mostly wait for GitHub, so a few go on side by side; none relies on the order of deliveries. */
const SIDE_BY_SIDE = 4;
const BATCH = 5;
/**
 * Renewed before each delivery; a worker that dies loses only this much time. A handler that takes longer than that may
 * run a second time beside itself, which is harmless.
 */
const LEASE_MS = 20_000;
/** A handler that failed this often would fail for ever: its delivery is kept as dead, to be looked at and re-driven. */
const ATTEMPTS_AT_MOST = 6;

type DrainDeps = Pick<Deps, 'store' | 'log' | 'stopping'>;

/** Handles every delivery that is due, oldest first, until none is left. Several workers may do so at once. */
export async function drainDeliveries(deps: DrainDeps, receiver: Receiver): Promise<void> {
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, () => drain(deps, receiver)));
}

async function drain(deps: DrainDeps, receiver: Receiver): Promise<void> {
  while (!deps.stopping()) {
    const batch = await deps.store.inbox.claim(BATCH, LEASE_MS);
    if (batch.length === 0) return;
    for (const [done, delivery] of batch.entries()) {
      const rest = batch.slice(done);
      if (deps.stopping()) return deps.store.inbox.postpone(rest, 0);
      const mine = done === 0 || (await deps.store.inbox.renew(rest, LEASE_MS)).has(delivery.guid);
      if (mine) await handle(deps, receiver, delivery);
    }
  }
}

async function handle(deps: DrainDeps, receiver: Receiver, delivery: ClaimedDelivery): Promise<void> {
  const { guid, event, attempts } = delivery;
  try {
    await receiver.receive(delivery);
    await deps.store.inbox.settle(guid);
  } catch (error) {
    const waitMs = blamelessWait(deps, error);
    if (waitMs !== null) return deps.store.inbox.postpone([delivery], waitMs);
    const last = attempts >= ATTEMPTS_AT_MOST;
    const data = { err: error, delivery: guid, event, attempts };
    if (last) deps.log.error(data, 'a delivery is dead: its handler kept failing');
    else deps.log.warn(data, 'a delivery failed and will be tried again');
    await deps.store.inbox.fail(delivery, String(error), last ? null : retryDelay(attempts));
  }
}

/** A full budget and a process that ends say nothing about the delivery. Null: it failed by itself. */
function blamelessWait(deps: DrainDeps, error: unknown): number | null {
  if (error instanceof GitHubBusy) return error.retryAfterMs;
  return deps.stopping() ? 0 : null;
}

/** 1 s, 4 s, 16 s, 64 s, ... in milliseconds. */
function retryDelay(attempts: number): number {
  return 1_000 * 4 ** (attempts - 1);
}
