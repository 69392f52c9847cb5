import { setTimeout as pause } from 'node:timers/promises';

const LOOK_AGAIN_MS = 100;

/** Looks again and again until there is something; throws when the run is stopped. */
export async function waitFor<T>(
  look: () => T | null | Promise<T | null>,
  signal: AbortSignal,
  everyMs: number = LOOK_AGAIN_MS,
): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    await pause(everyMs, undefined, { signal });
  }
}
