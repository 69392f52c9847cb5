import type { Deps, Delivery, Receiver } from '../../ports.ts';

const BATCH = 20;
/** Longer than any handler may take; a worker that dies loses only this much time. */
const LEASE_MS = 60_000;
/** A handler that failed this often would fail for ever: its delivery is kept as dead, to be looked at and re-driven. */
const ATTEMPTS_AT_MOST = 6;

/** Handles every delivery that is due, oldest first, until none is left. Several workers may do so at once. */
export async function drainDeliveries(deps: Pick<Deps, 'store' | 'log'>, receiver: Receiver): Promise<void> {
  for (;;) {
    const batch = await deps.store.inbox.claim(BATCH, LEASE_MS);
    if (batch.length === 0) return;
    for (const delivery of batch) await handle(deps, receiver, delivery);
  }
}

async function handle(
  deps: Pick<Deps, 'store' | 'log'>,
  receiver: Receiver,
  delivery: Delivery & { readonly attempts: number },
): Promise<void> {
  const { guid, event, attempts } = delivery;
  try {
    await receiver.receive(delivery);
    await deps.store.inbox.settle(guid);
  } catch (error) {
    const last = attempts >= ATTEMPTS_AT_MOST;
    const data = { err: error, delivery: guid, event, attempts };
    if (last) deps.log.error(data, 'a delivery is dead: its handler kept failing');
    else deps.log.warn(data, 'a delivery failed and will be tried again');
    await deps.store.inbox.fail(guid, String(error), last ? null : retryDelay(attempts));
  }
}

/** 1 s, 4 s, 16 s, 64 s, ... in milliseconds. */
function retryDelay(attempts: number): number {
  return 1_000 * 4 ** (attempts - 1);
}
