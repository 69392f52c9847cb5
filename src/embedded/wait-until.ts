import { setTimeout as pause } from 'node:timers/promises';

/** Asks until `done` says yes; false when `ms` have passed without it. */
export async function waitUntil(done: () => Promise<boolean>, ms: number): Promise<boolean> {
  const deadline = performance.now() + ms;
  while (!(await done())) {
    if (performance.now() > deadline) return false;
    await pause(10);
  }
  return true;
}
