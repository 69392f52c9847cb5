/** At most `count` holders at once, in the order in which they asked. */
export type Slots = { hold<T>(work: () => Promise<T>): Promise<T> };

/** Makes the slots: a simulated runner each. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  return {
    async hold(work) {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    },
  };
}
