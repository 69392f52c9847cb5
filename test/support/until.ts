import { setTimeout as pause } from 'node:timers/promises';

/** Waits for a condition, looking often; throws `what` when it does not come true in time. */
export async function until(
  condition: () => Promise<boolean> | boolean,
  what: string,
  deadlineMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(what);
    // Looking costs a dozen statements where a whole world is to come to rest.
    await pause(30);
  }
}
