import { setTimeout as pause } from 'node:timers/promises';
import type { Crew } from '../crew/crew.ts';
import type { Member } from '../crew/member.ts';
import type { Stage } from '../start-stage.ts';
import { strikeAtWork } from './moments.ts';
import { strikeWeb } from './strike-web.ts';

/** What has been struck so far. */
export interface KillCount {
  kills: number;
  /** A strike may kill several at once. */
  strikes: number;
  /** Strikes in the middle of a request. */
  atWork: number;
}

/** So long it waits for the next progress; that is measured for as long as it takes. */
const PATIENCE_MS = 5_000;

/** One of each ten strikes takes all workers, and one takes everybody: nobody is left to go on with the work. */
const EXTENTS = [
  ...(['worker', 'worker', 'worker', 'worker', 'worker'] as const),
  ...(['web', 'web', 'web', 'workers', 'all'] as const),
] as const;

/** Who goes down together with the one that is struck. */
const EXTRA: Readonly<Record<(typeof EXTENTS)[number], (crew: Crew) => readonly Member[]>> = {
  worker: () => [],
  web: () => [],
  workers: ({ workers }) => workers,
  all: ({ webs, workers }) => [...webs, ...workers],
};

/**
 * Kills `wanted` processes, one after the other or several at once, each while it is at work; each is started again at
 * once, as in production. The next one comes when the work has gone on, or does not for 5 s, and
 * somebody of each kind is back.
 */
export async function kill(
  stage: Stage,
  wanted: number,
  { over, count }: { readonly over: () => boolean; readonly count: KillCount },
): Promise<void> {
  const { crew, recovery, signal } = stage;
  const random = stage.random.fork();
  while (count.kills < wanted && !over()) {
    const left = wanted - count.kills;
    const ready = crew.workers.filter((worker) => worker.ready);
    const extent = random.pick(EXTENTS);
    const others = EXTRA[extent](crew);
    let progress: Promise<void> = Promise.resolve();
    const act = async (victim: Member): Promise<void> => {
      const measure = await recovery.begin();
      const rest = others.filter((one) => one !== victim && one.ready).slice(0, left - 1);
      const victims = [victim, ...rest];
      await Promise.all(victims.map((one) => one.kill()));
      progress = measure.struck();
      progress.catch(() => undefined);
      count.kills += victims.length;
      for (const one of victims) void one.start();
    };
    const strike =
      extent === 'web' || ready.length === 0
        ? await strikeWeb(crew, random, act, 'is lost')
        : await strikeAtWork(ready, random, act, 'is lost');
    if (strike) count.strikes += 1;
    if (strike?.atWork) count.atWork += 1;
    await Promise.race([progress, pause(PATIENCE_MS, undefined, { signal })]);
    await crew.someUp(signal);
    await pause(random.between(0, 500), undefined, { signal });
  }
}
