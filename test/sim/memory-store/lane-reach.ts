import type { EntryId, LaneId, TaskId } from '../../../src/core/model/ids.ts';
import type { Reads, Tx } from '../../../src/ports.ts';
import { isBefore, missingCode } from './missing-code.ts';
import type { LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export function laneReach(session: Session): Pick<Tx['lanes'], 'newestLanded' | 'reached' | 'unreached'> {
  const { at, tables } = session;

  async function forget(lane: LaneId, entry: EntryId): Promise<void> {
    const row = await at.lockRow(tables.reach, `${lane} ${entry}`);
    if (row) at.put(tables.reach, { ...row, gone: true });
  }

  return {
    async newestLanded(lane) {
      const landed = at.all(tables.entries, `lane ${lane}`).filter((row) => row.state === 'landed');
      return landed.sort((one, other) => (isBefore(one, other) ? 1 : -1))[0]?.landedSha ?? null;
    },
    async reached(lane, { lane: sourceLaneId, entry: entryId }) {
      const row = at.get(tables.entries, String(entryId));
      const laneRow = at.get(tables.lanes, String(lane));
      if (!row || !laneRow) throw new Error('there is no such landing');
      const waited = waitingFor(session, laneRow)
        .filter(({ landing }) => landing.laneId === sourceLaneId && landing.era === row.era)
        .filter(({ landing }) => !isBefore(row, landing))
        .map(({ task }) => task.id);
      at.put(tables.reach, { laneId: lane, sourceLaneId, entryId, gone: false });
      const known = at
        .all(tables.reach, `lane ${lane}`)
        .filter((one) => one.sourceLaneId === sourceLaneId)
        .flatMap((one) => at.get(tables.entries, String(one.entryId)) ?? [])
        .filter(({ era }) => era === row.era);
      for (const one of known) if (known.some((other) => isBefore(one, other))) await forget(lane, one.id);
      return inOrder(waited);
    },
    async unreached(lane, landing) {
      const laneRow = at.get(tables.lanes, String(lane));
      await forget(lane, landing.entry);
      if (!laneRow) return [];
      const waiting = waitingFor(session, laneRow).filter((one) => one.landing.laneId === landing.lane);
      return inOrder(waiting.map(({ task }) => task.id));
    },
  };
}

export function codeMissing(
  session: Session,
  lane: LaneRow | null,
): Awaited<ReturnType<Reads['codeMissing']>> {
  const landings = lane ? waitingFor(session, lane) : [];
  const open = landings.filter(({ task }) => task.status !== 'done' && task.status !== 'failed');
  const once = new Map(open.map(({ landing }) => [landing.id, landing]));
  return [...once.values()]
    .sort((one, other) => one.laneId - other.laneId || (isBefore(one, other) ? 1 : -1))
    .flatMap((row) =>
      row.landedSha === null
        ? []
        : [{ lane: row.laneId, entry: row.id, landed: row.landedSha, era: row.era ?? 0 }],
    );
}

/** Tasks of the lane's epic with the landings that they wait to have on its branch. */
function waitingFor(session: Session, lane: LaneRow) {
  const { at, tables } = session;
  return at
    .all(tables.tasks)
    .filter((task) => task.projectId === lane.projectId)
    .flatMap((task) =>
      at
        .all(tables.edges, `task ${task.id}`)
        .filter((edge) => !edge.gone)
        .flatMap((edge) => {
          const other = at.get(tables.tasks, `${edge.projectId} ${edge.onIssue}`);
          return other ? missingCode(session, task, other) : [];
        })
        .filter((missing) => missing.lane.id === lane.id)
        .map(({ entry }) => ({ task, landing: entry })),
    );
}

function inOrder(tasks: readonly TaskId[]): readonly TaskId[] {
  return [...new Set(tasks)].sort((one, other) => one - other);
}

export function reachKnown({ at, tables }: Session, lane: LaneId): Awaited<ReturnType<Reads['reachKnown']>> {
  return at
    .all(tables.reach, `lane ${lane}`)
    .toSorted((one, other) => one.entryId - other.entryId)
    .flatMap(({ sourceLaneId, entryId }) => {
      const landed = at.get(tables.entries, String(entryId))?.landedSha;
      return landed ? [{ lane: sourceLaneId, entry: entryId, landed }] : [];
    });
}
