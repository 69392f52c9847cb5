import type { EntryId, LaneId } from '../../../src/core/model/ids.ts';
import type { NewSync, Tx } from '../../../src/ports.ts';
import { BEGINNING, isLive, toSyncEntry } from './entry-order.ts';
import type { EntryRow } from './rows.ts';
import type { Session } from './session.ts';

const QUIET_ENDS: readonly unknown[] = ['merged_elsewhere', 'retargeted', 'closed', 'dequeued'];
const KNOWN_WITHIN_MS = 15 * 60_000;

export function syncEntries(
  session: Session,
): Pick<Tx['entries'], 'addSync' | 'syncTroubleOpen' | 'failedSyncs'> {
  const { at, tables, now } = session;
  const syncsOf = (lane: LaneId, from?: string) =>
    at
      .all(tables.entries, `lane ${lane}`)
      .filter((row) => row.sync !== null && (from === undefined || row.sync.from === from))
      .sort((one, other) => other.id - one.id);

  /** Waits for whoever adds one of the same branch, as the unique index does. */
  async function addSync(sync: NewSync): ReturnType<Tx['entries']['addSync']> {
    const { laneId, from, head, looked } = sync;
    if (!looked && syncsOf(laneId, from).some((row) => row.head === head && row.state === 'landed'))
      return null;
    await at.lock(`syncs of lane ${laneId} from ${from}`);
    const seen = syncsOf(laneId, from).find(isLive);
    if (seen) {
      const live = (await at.lockRow(tables.entries, String(seen.id))) ?? seen;
      if (!isLive(live)) return addSync(sync);
      if (live.sync?.wants !== null || live.head !== head)
        at.put(tables.entries, { ...live, sync: { from, wants: head } });
      return null;
    }
    const row: EntryRow = {
      ...BEGINNING,
      id: tables.entries.nextId() as EntryId,
      laneId,
      pullId: null,
      sync: { from, wants: head },
      head,
      state: 'queued',
      requester: { id: 0, login: 'flotilla', isBot: true, how: 'auto' },
      priority: 50,
      queuedAt: now(),
      lookAt: now(),
    };
    at.put(tables.entries, row);
    return toSyncEntry(row);
  }

  return {
    addSync,
    async syncTroubleOpen(lane, from) {
      const projectId = at.get(tables.lanes, String(lane))?.projectId;
      return syncsOf(lane, from).some(({ id }) => {
        const effect = at.get(tables.effects, `${projectId} sync:${id}`);
        if (!effect || effect.dead) return false;
        if (effect.externalId === null) return true;
        const task = at.get(tables.tasks, `${projectId} ${effect.externalId}`);
        if (!task) return (effect.sentAt ?? 0) > now() - KNOWN_WITHIN_MS;
        return task.status !== 'done' && task.status !== 'failed';
      });
    },
    async failedSyncs(lane) {
      const newest = new Map<string, EntryRow>();
      for (const row of syncsOf(lane)) {
        const from = row.sync?.from ?? '';
        if (!newest.has(from)) newest.set(from, row);
      }
      return [...newest]
        .filter(([, row]) => row.state === 'ejected' && !QUIET_ENDS.includes(row.reason))
        .map(([from, row]) => ({ from, head: row.sync?.wants ?? row.head }))
        .sort((one, other) => (one.from < other.from ? -1 : 1));
    },
  };
}
