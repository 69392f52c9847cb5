import { EventEmitter, once } from 'node:events';
import type { Caller } from '../../core/model/caller.ts';
import type { LiveEvent, LiveFilter } from '../../core/model/live.ts';
import { wantsEvent } from '../../core/live/wants.ts';
import type { LiveEars, LiveFeed, LiveTickets } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';
import { paced } from '../paced.ts';

export interface Wait {
  readonly caller: Caller;
  readonly filter: LiveFilter;
  /** The id of the last activity that was seen; null: from now on. */
  readonly after: number | null;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** Those who wait for something to happen, each with a request of its own. */
export interface Waits {
  /** What happened first, and the `after` to go on from; nothing where the time ran out before. */
  next(wait: Wait): Promise<{ readonly events: readonly LiveEvent[]; readonly after: number }>;
  /** Ends every wait with what it has. */
  stop(): Promise<void>;
}

const BATCH = 100;
const AT_MOST = 1_000;
/** Many lines are committed at once; each look costs a statement for each who waits. */
const PACE_MS = 100;
/** In case a connection broke without a word. */
const LOOK_MS = 5_000;

/** Reads the log for whoever waits, when it has grown. It begins to hear with the first of them. */
export function createWaits(feed: LiveFeed, tickets: Pick<LiveTickets, 'left'>): Waits {
  const bell = new EventEmitter().setMaxListeners(0);
  const end = new AbortController();
  const ring = paced(() => void bell.emit('grown'), PACE_MS);
  let ears: LiveEars | null = null;
  let waiting = 0;

  /** Of the operator's own token nothing is kept that could end it. */
  async function stayGood({ token }: Caller): Promise<void> {
    if (token.id !== 0 && !(await tickets.left([token.id])).has(token.id))
      throw new HttpProblem(401, 'The token with which this was asked is good no more.');
  }

  async function read({ caller, filter, after }: Wait, over: AbortSignal) {
    let position = after ?? (await feed.newest(caller.project));
    for (;;) {
      // Taken before it is read, so that nothing is missed.
      const grown = untilRung(bell, over);
      const batch = await feed.after(position, caller.project, BATCH);
      position = batch.at(-1)?.id ?? position;
      const events = batch.filter((event) => wantsEvent(caller, filter, event));
      if (events.length > 0 || over.aborted) {
        await stayGood(caller);
        return { events, after: position };
      }
      if (batch.length < BATCH) await grown;
    }
  }

  return {
    async next(wait) {
      if (waiting >= AT_MOST) throw new HttpProblem(503, 'As many wait here as may; ask again in a while.');
      ears ??= feed.hear({ grown: ring, token: () => {}, restored: ring });
      const answered = new AbortController();
      const time = AbortSignal.timeout(wait.ms);
      waiting += 1;
      try {
        return await read(wait, AbortSignal.any([wait.signal, end.signal, answered.signal, time]));
      } finally {
        waiting -= 1;
        answered.abort();
      }
    },
    async stop() {
      end.abort();
      await ears?.stop();
    },
  };
}

/** Until the log has grown, or may have, or nobody waits any more. */
async function untilRung(bell: EventEmitter, over: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([over, AbortSignal.timeout(LOOK_MS)]);
  await once(bell, 'grown', { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
