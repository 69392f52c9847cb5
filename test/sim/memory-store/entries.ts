import type { EntryId } from '../../../src/core/model/ids.ts';
import type { Entry, PullEntry } from '../../../src/core/model/lane.ts';
import type { NewEntry, Tx } from '../../../src/ports.ts';
import { BEGINNING, isLive, liveInOrder, pullOf, toEntry, toPullEntry } from './entry-order.ts';
import { entryTransitions } from './entry-transitions.ts';
import type { EntryRow } from './rows.ts';
import { syncEntries } from './sync-entries.ts';
import type { Session } from './session.ts';

export function entries(session: Session): Tx['entries'] {
  const { at, tables } = session;
  const shown = (row: EntryRow | null | undefined): Entry | null =>
    row ? toEntry(row, pullOf(session, row)) : null;
  const shownPull = (row: EntryRow | undefined): PullEntry | null => {
    const pull = row && pullOf(session, row);
    return row && pull ? toPullEntry(row, pull) : null;
  };
  return {
    ...syncEntries(session),
    add: (entry) => add(session, entry),
    async seenHead(pull, head) {
      return at.all(tables.entries, `pull ${pull}`).some((row) => row.head === head);
    },
    async liveOfPull(pull) {
      return shownPull(at.all(tables.entries, `pull ${pull}`).find(isLive));
    },
    async liveOfLane(lane) {
      return liveInOrder(session, lane).map((row) => toEntry(row, pullOf(session, row)));
    },
    async newestOfPull(pull) {
      const mine = [...at.all(tables.entries, `pull ${pull}`)];
      return shownPull(mine.sort((one, other) => other.id - one.id)[0]);
    },
    async testing(project, commit, named) {
      return [...at.all(tables.entries, 'building'), ...at.all(tables.entries, 'testing')]
        .filter((row) => at.get(tables.lanes, String(row.laneId))?.projectId === project)
        .filter(
          ({ id, candidate, head }) =>
            candidate?.sha === commit || (candidate?.inheritsHeadGates && head === commit) || id === named,
        )
        .sort((one, other) => one.id - other.id)
        .map((row) => toEntry(row, pullOf(session, row)));
    },
    get: async (id) => shown(at.get(tables.entries, String(id))),
    lock: async (id) => shown(await at.lockRow(tables.entries, String(id))),
    ...entryTransitions(session),
  };
}

/** Waits for whoever adds one for the same pull request, as the unique index does. */
async function add(session: Session, entry: NewEntry): Promise<PullEntry | null> {
  const { at, tables } = session;
  const ofPull = () => at.all(tables.entries, `pull ${entry.pullId}`);
  if (entry.requester.how === 'auto' && ofPull().some((row) => row.head === entry.head)) return null;
  const live = ofPull().find(isLive);
  if (live && !isLive((await at.lockRow(tables.entries, String(live.id))) ?? live))
    return add(session, entry);
  await at.lock(`entries of pull ${entry.pullId}`);
  if (ofPull().some(isLive)) return null;
  const row: EntryRow = {
    ...BEGINNING,
    id: tables.entries.nextId() as EntryId,
    laneId: entry.laneId,
    pullId: entry.pullId,
    sync: null,
    head: entry.head,
    state: entry.state,
    requester: { ...entry.requester },
    priority: entry.priority,
    queuedAt: session.now(),
    lookAt: session.now(),
  };
  at.put(tables.entries, row);
  const pull = pullOf(session, row);
  return pull && toPullEntry(row, pull);
}
