import { setTimeout as pause } from 'node:timers/promises';
import type { Member } from '../crew/member.ts';
import type { Stage } from '../start-stage.ts';
import { strikeAtWork } from './moments.ts';
import { strikeWeb } from './strike-web.ts';

/** A lane is held for 20 s. */
const WORKER_SECONDS = [21, 25] as const;
/** GitHub waits 10 s for an answer. */
const WEB_SECONDS = [11, 13] as const;

/** Freezes `wanted` processes, each while it is at work, lets what they hold run out, and wakes them with their old plans. */
export async function freeze(
  stage: Stage,
  wanted: number,
  { over, count }: { readonly over: () => boolean; readonly count: { pauses: number } },
): Promise<void> {
  const { crew, signal } = stage;
  const random = stage.random.fork();
  const act = async (victim: Member): Promise<void> => victim.freeze();
  while (count.pauses < wanted && !over()) {
    const workers = crew.workers.filter(({ ready }) => ready);
    const web = random.chance(0.25) || workers.length === 0;
    const strike = web
      ? await strikeWeb(crew, random, act, 'goes on')
      : await strikeAtWork(workers, random, act, 'goes on');
    if (!strike) continue;
    const [low, high] = web ? WEB_SECONDS : WORKER_SECONDS;
    try {
      await pause(random.between(low, high) * 1_000, undefined, { signal });
    } finally {
      strike.victim.thaw();
    }
    count.pauses += 1;
    await pause(random.between(0, 1_000), undefined, { signal });
  }
}
