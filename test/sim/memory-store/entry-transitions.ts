import type { EntryId } from '../../../src/core/model/ids.ts';
import type { EntryState } from '../../../src/core/model/lane.ts';
import type { Tx } from '../../../src/ports.ts';
import { isInFlight, isLive, pullOf, toEntry, toSyncEntry } from './entry-order.ts';
import { isBefore } from './missing-code.ts';
import type { EntryRow } from './rows.ts';
import type { Session } from './session.ts';

type Transitions = Omit<
  Tx['entries'],
  | 'add'
  | 'addSync'
  | 'syncTroubleOpen'
  | 'failedSyncs'
  | 'seenHead'
  | 'liveOfPull'
  | 'liveOfLane'
  | 'newestOfPull'
  | 'testing'
  | 'get'
  | 'lock'
>;

const NOTHING_BUILT = {
  candidate: null,
  testingSince: null,
  landingSince: null,
  landingConfirmed: false,
  landingMissed: false,
} as const;
const TAKEN_UP_MS = 25_000;
const IN_LANE: readonly EntryState[] = ['queued', 'building', 'testing', 'landing'];

/** Every change names the states it may start from. Anything else is a mistake and throws. */
export function entryTransitions(session: Session): Transitions {
  const { at, tables, now } = session;

  /** The row as it is once it is ours, if `legal`. */
  async function find(id: EntryId, legal: (row: EntryRow) => boolean): Promise<EntryRow | null> {
    const seen = at.get(tables.entries, String(id));
    if (!seen || !legal(seen)) return null;
    const row = await at.lockRow(tables.entries, String(id));
    return row && legal(row) ? row : null;
  }

  async function save(row: EntryRow): Promise<void> {
    if (isInFlight(row)) {
      await at.lock(`entry in flight of lane ${row.laneId}`);
      const other = at
        .all(tables.entries, `lane ${row.laneId}`)
        .find((one) => one.id !== row.id && isInFlight(one));
      if (other) throw new Error('duplicate key value violates "merge_entries_one_in_flight"');
    }
    if (['testing', 'landing', 'landed'].includes(row.state) && !row.candidate)
      throw new Error('violates check constraint: no candidate');
    if (row.sync !== null && row.candidate?.inheritsHeadGates)
      throw new Error('violates check constraint: no sync lands untested');
    at.put(tables.entries, row);
  }

  async function change(
    id: EntryId,
    legal: (row: EntryRow) => boolean,
    values: (row: EntryRow) => Partial<EntryRow>,
    verb: string,
  ): Promise<EntryRow> {
    const row = await find(id, legal);
    if (!row)
      throw new Error(`entry ${id} cannot ${verb}: it is ${at.get(tables.entries, String(id))?.state}`);
    const changed = { ...row, ...values(row) };
    await save(changed);
    return changed;
  }

  /** Another one with each landing that was not built on the landing before it. */
  function eraOf({ laneId, candidate }: EntryRow): number {
    const before = at
      .all(tables.entries, `lane ${laneId}`)
      .filter((one) => one.state === 'landed')
      .reduce<EntryRow | null>((newest, one) => (newest && isBefore(one, newest) ? newest : one), null);
    return before ? (before.era ?? 0) + (before.landedSha === candidate?.base ? 0 : 1) : 1;
  }

  async function touch(id: EntryId, values: (row: EntryRow) => Partial<EntryRow>): Promise<void> {
    const row = await find(id, isLive);
    if (row) await save({ ...row, ...values(row) });
  }

  const is =
    (...states: readonly EntryState[]) =>
    (row: EntryRow) =>
      states.includes(row.state);

  return {
    async admit(id) {
      const values = () => ({ state: 'queued' as const, queuedAt: now(), lookAt: now() });
      await change(id, is('waiting'), values, 'be admitted');
    },
    async setHeld(id, held) {
      await change(id, isLive, () => ({ held, lookAt: now() }), 'be held or let go');
    },
    async setLeaving(id, by) {
      await change(id, isLive, () => ({ leavingBy: by, lookAt: now() }), 'leave');
    },
    async beginAttempt(id) {
      const row = await change(
        id,
        is('queued'),
        ({ attempt }) => ({ ...NOTHING_BUILT, state: 'building', attempt: attempt + 1 }),
        'be built',
      );
      return toEntry(row, pullOf(session, row));
    },
    async beginSync(id, head, took) {
      const row = await change(
        id,
        (one) => one.state === 'queued' && one.sync !== null,
        ({ attempt, sync }) => ({
          ...NOTHING_BUILT,
          state: 'building',
          attempt: attempt + 1,
          head,
          sync: sync && { from: sync.from, wants: sync.wants === took ? null : sync.wants },
        }),
        'be built',
      );
      return toSyncEntry(row);
    },
    async saveCandidate(id, candidate) {
      const legal = (row: EntryRow) =>
        row.state === 'building' || (is('testing', 'landing')(row) && row.candidate?.sha === candidate.sha);
      await change(id, legal, () => ({ candidate: { ...candidate } }), 'be given a candidate');
    },
    async setState(id, state) {
      const from: readonly EntryState[] =
        state === 'testing' ? ['building'] : ['building', 'testing', 'landing'];
      await change(
        id,
        (row) => row.candidate !== null && from.includes(row.state),
        (row) => ({
          state,
          testingSince: state === 'testing' ? now() : row.testingSince,
          landingSince: state === 'landing' ? now() : null,
          landingConfirmed: false,
          landingMissed: false,
        }),
        `begin ${state}`,
      );
    },
    async requeue(id, how) {
      await change(
        id,
        is(...IN_LANE),
        (row) => ({
          ...NOTHING_BUILT,
          state: 'queued',
          suspect: false,
          lookAt: now(),
          held: row.held || how === 'held',
          retries: row.retries + (how === 'retry' ? 1 : 0),
        }),
        'be queued again',
      );
    },
    lookAgain: (id, afterMs) => touch(id, () => ({ lookAt: now() + afterMs })),
    async takeUp(id) {
      const row = await find(id, () => true);
      if (row) at.put(tables.entries, { ...row, lookAt: now() + TAKEN_UP_MS });
    },
    async putOff(id, afterMs) {
      const row = await find(id, (one) => isLive(one) && one.lookAt > now());
      if (row) await save({ ...row, lookAt: now() + afterMs });
      return row !== null;
    },
    lookNow: (id, why) => touch(id, (row) => ({ lookAt: now(), suspect: row.suspect || why === 'suspect' })),
    trust: (id) => touch(id, () => ({ suspect: false })),
    async confirmLanding(id) {
      await change(id, is('landing'), () => ({ landingConfirmed: true }), 'have its landing confirmed');
    },
    async missLanding(id) {
      await change(id, is('landing'), () => ({ landingMissed: true }), 'have its landing missed');
    },
    async landed(id, landedSha) {
      const values = (row: EntryRow) => ({
        state: 'landed' as const,
        landedSha,
        endedAt: now(),
        era: eraOf(row),
      });
      await change(id, is('landing'), values, 'land');
    },
    async eject(id, reason) {
      await change(id, isLive, () => ({ state: 'ejected', reason, endedAt: now() }), 'be ejected');
    },
  };
}
