import { Away, type RunnerDeps, type RunnerEnd, type RunnerSettings, type TaskEnd } from '../../ports.ts';
import { carryTask } from './carry-task.ts';

interface InHand {
  readonly done: Promise<void>;
  readonly lost: AbortController;
}

/** When so many claims in a row were refused, the list is too old to go on with. */
const CLAIMS_PER_LOOK = 3;

/** Carries what the agent holds, and takes more while there is room, until it is told to end or has done its share. */
export async function runAgent(
  deps: RunnerDeps,
  settings: RunnerSettings,
  told: AbortSignal,
): Promise<RunnerEnd> {
  const ending = new AbortController();
  const stop = AbortSignal.any([told, ending.signal]);
  const hand = new Map<number, InHand>();
  /** Given back for a reason: the same agent would hardly do better. */
  const leftAlone = new Set<number>();
  const ends: TaskEnd[] = [];
  const broken: unknown[] = [];
  let room = new AbortController();

  function carry(issue: number): void {
    const lost = new AbortController();
    const carried = carryTask(deps, settings, issue, { stop, lost: lost.signal });
    const done = carried.then(
      (end) => ended(issue, end),
      (error: unknown) => {
        broken.push(error);
        ending.abort();
      },
    );
    hand.set(issue, { done, lost });
  }

  function ended(issue: number, end: TaskEnd): void {
    hand.delete(issue);
    if (end === 'given_up') leftAlone.add(issue);
    // Kept while the runner goes on: it is held anew, and begun anew.
    if (end !== 'kept' || stop.aborted) ends.push(end);
    if (settings.tasks !== null && ends.length >= settings.tasks) ending.abort();
    room.abort();
  }

  const isFull = (): boolean =>
    hand.size >= Math.min(settings.concurrency, (settings.tasks ?? Infinity) - ends.length);

  /** The best of what may be claimed. Others are after it too, so one that is gone meanwhile is no surprise. */
  async function takeOne(): Promise<void> {
    const ready = (await deps.board.ready()).filter((issue) => !leftAlone.has(issue));
    for (const issue of ready.slice(0, CLAIMS_PER_LOOK)) {
      if (stop.aborted) return;
      const claimed = await deps.board.claim(issue);
      if (claimed.ok) {
        deps.tell(issue, 'claimed');
        return carry(issue);
      }
      deps.tell(issue, claimed.error);
    }
  }

  /** Null: it may go on. */
  async function turn(): Promise<string | null> {
    const held = await deps.board.beat();
    if (!held.ok) return held.error;
    for (const [issue, { lost }] of hand) if (!held.value.includes(issue)) lost.abort();
    for (const issue of held.value)
      if (!hand.has(issue) && !isFull()) {
        deps.tell(issue, 'goes on');
        carry(issue);
      }
    while (!isFull() && !stop.aborted) {
      const before = hand.size;
      await takeOne();
      if (hand.size <= before) break;
    }
    return null;
  }

  let refused: string | null = null;
  let trouble = '';
  while (!stop.aborted) {
    room = new AbortController();
    try {
      refused = await turn();
      if (refused !== null) ending.abort();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      if (error.message !== trouble) deps.tell(null, (trouble = error.message));
    }
    await deps.pause(isFull() ? settings.beatMs : settings.lookMs, AbortSignal.any([stop, room.signal]));
  }
  await Promise.all([...hand.values()].map(({ done }) => done));
  if (broken.length > 0) throw broken[0];
  return { ends, refused };
}
