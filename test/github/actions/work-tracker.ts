/** Knows what is under way, so that a test can wait for quiet instead of sleeping. */
export type WorkTracker = {
  track(task: Promise<unknown>): void;
  /** Resolves when nothing is under way; rejects with the first error of what was. */
  idle(): Promise<void>;
  /** How many pieces of work are under way. */
  size(): number;
};

/** Makes a tracker; work that starts other work keeps it busy without a gap. */
export function createWorkTracker(): WorkTracker {
  const tasks = new Set<Promise<unknown>>();
  const errors: unknown[] = [];
  return {
    track(task) {
      const tracked = task.catch((error: unknown) => errors.push(error)).finally(() => tasks.delete(tracked));
      tasks.add(tracked);
    },
    size: () => tasks.size,
    async idle() {
      while (tasks.size > 0) await Promise.all(tasks);
      if (errors.length > 0) throw errors[0];
    },
  };
}
