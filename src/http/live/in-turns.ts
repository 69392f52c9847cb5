/** Lets at most `places` pieces of work run at a time; the others wait in the order in which they came. */
export function inTurns(places: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = places;
  const waiting: (() => void)[] = [];

  return async function turn(work) {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      // The place is handed over, so that nobody takes it in between.
      if (next) next();
      else free += 1;
    }
  };
}
