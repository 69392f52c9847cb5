import type { Entry, EntryState, Lane } from '../model/lane.ts';

const IN_FLIGHT: readonly EntryState[] = ['building', 'testing', 'landing'];

/** True between the beginning of a build and its end: at most one entry of a lane at a time. */
export function inFlight(entry: Pick<Entry, 'state'>): boolean {
  return IN_FLIGHT.includes(entry.state);
}

/**
 * The one entry that the lane's next step is about. Leaving and revoking come before everything, what is in flight
 * before what waits, and a paused lane begins nothing new. `entries` are in lane order; null: nothing to do.
 */
export function pickEntry(lane: Lane, entries: readonly Entry[]): Entry | null {
  const live = entries.filter((entry) => entry.state !== 'waiting');
  return (
    live.find((entry) => entry.leaving !== null) ??
    live.find(inFlight) ??
    (lane.paused ? undefined : live.find((entry) => entry.state === 'queued' && !entry.held)) ??
    null
  );
}
