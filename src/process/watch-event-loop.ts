import type { Log } from '../ports.ts';

const EVERY_MS = 500;
const STALL_MS = 2_000;

/**
 * Says in the log when this process stood still: a long computation, swapping, a frozen machine. Nothing is renewed in
 * the background, so what was held then is not held on: a lane's hold is renewed before each call to GitHub and refused
 * once it is over, an effect's lease and a part of the budget are measured by a clock that runs on meanwhile.
 */
export function watchEventLoop(log: Log): { stop(): void } {
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    const stalledMs = Math.round(now - last - EVERY_MS);
    last = now;
    if (stalledMs >= STALL_MS) log.warn({ stalledMs }, 'the process stood still');
  }, EVERY_MS);
  timer.unref();
  return { stop: () => clearInterval(timer) };
}
