const AT_LEAST_MS = 500;

/** Calls `refresh` when asked to, never twice at once and not more often than people can read. */
export function keepFresh(refresh: () => Promise<void>): () => void {
  let running = false;
  let stale = false;

  async function run(): Promise<void> {
    running = true;
    stale = false;
    await refresh();
    setTimeout(() => {
      running = false;
      if (stale) void run();
    }, AT_LEAST_MS);
  }

  return () => {
    stale = true;
    if (!running) void run();
  };
}
