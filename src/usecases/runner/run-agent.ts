import { endUnclaimed } from '../../core/runner/end-unclaimed.ts';
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
  /** What was given back for a reason: the same agent would hardly do better. Of issues that were named, all that ended. */
  const over = new Set<number>();
  /** The last refusal of each claim. */
  const refusals = new Map<number, string>();
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
    // Kept while the runner goes on: it is held anew, and begun anew.
    const goesOn = end === 'kept' && !stop.aborted;
    if (!goesOn) ends.push(end);
    if (end === 'given_up' || (settings.issues !== null && !goesOn)) over.add(issue);
    const isDone = settings.issues?.every((named) => over.has(named)) ?? false;
    if (isDone || (settings.tasks !== null && ends.length >= settings.tasks)) ending.abort();
    room.abort();
  }

  const isFull = (): boolean =>
    hand.size >= Math.min(settings.concurrency, (settings.tasks ?? Infinity) - ends.length);

  /** The issues that were named, whether or not they may be claimed yet, or else the best of those that may. */
  async function wanted(): Promise<readonly number[]> {
    if (settings.issues !== null)
      return settings.issues.filter((issue) => !over.has(issue) && !hand.has(issue));
    return (await deps.board.ready()).filter((issue) => !over.has(issue)).slice(0, CLAIMS_PER_LOOK);
  }

  /** Others are after the same, so one that is gone meanwhile is no surprise. */
  async function takeOne(): Promise<void> {
    for (const issue of await wanted()) {
      if (stop.aborted) return;
      const claimed = await deps.board.claim(issue);
      if (claimed.ok) {
        deps.tell(issue, 'claimed');
        refusals.delete(issue);
        return carry(issue);
      }
      if (refusals.get(issue) !== claimed.error) await notGiven(issue, claimed.error);
    }
  }

  /** What was named is asked for again at the next look, unless it has ended. */
  async function notGiven(issue: number, why: string): Promise<void> {
    const task = settings.issues === null ? null : await deps.board.look(issue);
    deps.tell(issue, why);
    refusals.set(issue, why);
    const end = task && endUnclaimed(task.status);
    if (end !== null) ended(issue, end);
  }

  /** Null: it may go on. */
  async function turn(): Promise<string | null> {
    const held = await deps.board.beat();
    if (!held.ok) return held.error;
    for (const [issue, { lost }] of hand) if (!held.value.includes(issue)) lost.abort();
    for (const issue of held.value)
      if (!hand.has(issue) && !isFull() && (settings.issues?.includes(issue) ?? true)) {
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
