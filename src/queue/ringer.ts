/** How long a ring may keep its caller waiting; a lost one costs a sweep. */
const PATIENCE_MS = 1_000;

/**
 * Wraps `add`, which puts one job into the queue, so that it never throws, never waits longer than a second, and runs
 * at most once at a time for each key: calls that come meanwhile share one more run.
 */
export function ringer(
  add: (key: string) => Promise<void>,
  report: { lost(key: string, error: unknown): void; works(): void },
): (key: string) => Promise<void> {
  const rings = new Map<string, { again: boolean; stuck: boolean; done: Promise<void> }>();

  async function run(key: string, ring: { again: boolean }): Promise<void> {
    do {
      ring.again = false;
      try {
        await add(key);
        report.works();
      } catch (error) {
        report.lost(key, error);
        break;
      }
    } while (ring.again);
    rings.delete(key);
  }

  return async function ring(key) {
    let current = rings.get(key);
    if (current) {
      // The job under way may have been taken before the caller committed, so once more afterwards.
      current.again = true;
      if (current.stuck) return;
    } else {
      current = { again: false, stuck: false, done: Promise.resolve() };
      rings.set(key, current);
      current.done = run(key, current);
    }
    if (!(await settledWithin(current.done, PATIENCE_MS))) {
      current.stuck = true;
      report.lost(key, new Error('the queue does not answer'));
    }
  };
}

async function settledWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const settled = await Promise.race([promise.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
