import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { leftLying, progressMark, underWay, whyLying, type Thing, type ThingKind } from './under-way.ts';

export interface Recovery {
  /** Notes what is under way just before something is struck. */
  begin(): Promise<Struck>;
  /** Milliseconds from each strike to the next progress. */
  readonly progress: readonly number[];
  /** Milliseconds from each strike until somebody went on with what was under way, the last of each kind. */
  readonly takeover: Readonly<Record<ThingKind, readonly number[]>>;
  /** What nobody went on with, in sentences. */
  readonly stuck: readonly string[];
  /** Resolves when everything that was under way at some strike has gone on, or is given up. */
  done(): Promise<void>;
}

export interface Struck {
  /** Call it once the strike has happened; resolves at the next progress. */
  struck(): Promise<void>;
}

const LOOK_AGAIN_MS = 100;
const GIVE_UP_MS = 180_000;

/** Measures, in the tables, how long it takes from a strike until the work goes on. */
export function watchRecovery(pool: Pool, signal: AbortSignal): Recovery {
  const progress: number[] = [];
  const takeover: Record<ThingKind, number[]> = { lane: [], delivery: [], effect: [] };
  const stuck: string[] = [];
  const measures = new Set<Promise<void>>();

  async function untilProgress(mark: string, at: number): Promise<void> {
    while ((await progressMark(pool)) === mark) {
      if (performance.now() - at > GIVE_UP_MS)
        return void stuck.push(`nothing moved for ${GIVE_UP_MS / 1000} s after a strike`);
      await pause(LOOK_AGAIN_MS, undefined, { signal });
    }
    progress.push(performance.now() - at);
  }

  async function untilTakenOver(things: readonly Thing[], at: number): Promise<void> {
    let lying = things;
    while (lying.length > 0) {
      const before = lying;
      lying = await leftLying(pool, before);
      const elapsed = performance.now() - at;
      for (const kind of new Set(before.map((thing) => thing.kind))) {
        if (!lying.some((thing) => thing.kind === kind)) takeover[kind].push(elapsed);
      }
      if (elapsed > GIVE_UP_MS) {
        for (const thing of lying)
          stuck.push(`${thing.kind} ${thing.id} was left lying after a strike${await whyLying(pool, thing)}`);
        return;
      }
      if (lying.length > 0) await pause(LOOK_AGAIN_MS, undefined, { signal });
    }
  }

  return {
    progress,
    takeover,
    stuck,
    async begin() {
      const [things, mark] = await Promise.all([underWay(pool), progressMark(pool)]);
      return {
        struck() {
          const at = performance.now();
          const taken = untilTakenOver(things, at).finally(() => measures.delete(taken));
          measures.add(taken);
          // Whoever waits for `done` hears of it.
          taken.catch(() => undefined);
          const moved = untilProgress(mark, at).finally(() => measures.delete(moved));
          measures.add(moved);
          moved.catch(() => undefined);
          return moved;
        },
      };
    },
    async done() {
      await Promise.all(measures);
    },
  };
}
