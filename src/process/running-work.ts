export interface RunningWork {
  /** Runs `work`, so that `done` waits for it. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs any more. */
  done(): Promise<void>;
}

/** Keeps count of what is under way, whoever began it, for an end in order. */
export function runningWork(): RunningWork {
  const running = new Set<Promise<unknown>>();
  return {
    async run(work) {
      const result = work();
      running.add(result);
      try {
        return await result;
      } finally {
        running.delete(result);
      }
    },
    async done() {
      while (running.size > 0) await Promise.allSettled(running);
    },
  };
}
