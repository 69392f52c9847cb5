export interface BatchLimits<T> {
  readonly maxItems: number;
  readonly maxBytes: number;
  readonly sizeOf: (item: T) => number;
  /** How many flushes may be under way at once. */
  readonly flushes: number;
}

interface Waiting<T> {
  readonly item: T;
  readonly resolve: () => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Lets concurrent callers share a `flush`. While `limits.flushes` are under way, new items gather; the next flush takes
 * as many as `limits` allow (at least one). A caller's promise settles with its batch. A batch that fails is tried again
 * item by item, so that one item that cannot be stored fails alone.
 */
export function batch<T>(
  flush: (items: readonly T[]) => Promise<void>,
  limits: BatchLimits<T>,
): (item: T) => Promise<void> {
  let gathered: Waiting<T>[] = [];
  let drains = 0;

  async function drain(): Promise<void> {
    drains += 1;
    // One turn of the event loop: requests whose last bytes came in the same poll share a batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (gathered.length > 0) {
      const count = countThatFits(gathered, limits);
      const taken = gathered.slice(0, count);
      gathered = gathered.slice(count);
      await settle(taken, flush);
    }
    drains -= 1;
  }

  return function add(item) {
    return new Promise<void>((resolve, reject) => {
      gathered.push({ item, resolve, reject });
      if (drains < limits.flushes) void drain();
    });
  };
}

function countThatFits<T>(waiting: readonly Waiting<T>[], limits: BatchLimits<T>): number {
  let bytes = 0;
  let count = 0;
  for (const { item } of waiting) {
    bytes += limits.sizeOf(item);
    if (count > 0 && (count >= limits.maxItems || bytes > limits.maxBytes)) break;
    count += 1;
  }
  return count;
}

/** Never rejects: every outcome goes to the callers. */
async function settle<T>(
  taken: readonly Waiting<T>[],
  flush: (items: readonly T[]) => Promise<void>,
): Promise<void> {
  try {
    await flush(taken.map(({ item }) => item));
    for (const { resolve } of taken) resolve();
  } catch (error) {
    if (taken.length === 1) {
      for (const { reject } of taken) reject(error);
      return;
    }
    await Promise.all(taken.map((one) => settle([one], flush)));
  }
}
