import type { Log } from '../ports.ts';

export interface Alarm {
  /** Runs in `ms` milliseconds, or earlier if an earlier run was asked for. */
  in(ms: number): void;
  stop(): void;
}

/** Runs `work` again at a known time, so that what waits for a moment does not wait for a sweep. At most one run is set. */
export function createAlarm(work: () => Promise<void>, log: Log): Alarm {
  let set: { readonly at: number; readonly timer: NodeJS.Timeout } | null = null;
  let stopped = false;

  function go(): void {
    set = null;
    work().catch((error: unknown) =>
      log.error({ err: error }, 'a timed run failed; the next sweep tries again'),
    );
  }

  return {
    in(ms) {
      const at = Date.now() + ms;
      if (stopped || (set && set.at <= at)) return;
      if (set) clearTimeout(set.timer);
      set = { at, timer: setTimeout(go, ms) };
    },
    stop() {
      stopped = true;
      if (set) clearTimeout(set.timer);
    },
  };
}
