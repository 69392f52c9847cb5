import type { Reads, Tx } from '../../../src/ports.ts';
import { isBefore, missingCode } from './missing-code.ts';
import type { LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export function laneReach(session: Session): Pick<Tx['lanes'], 'newestLanded' | 'reached'> {
  const { at, tables } = session;
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
        .filter(({ landing }) => landing.laneId === sourceLaneId && !isBefore(row, landing))
        .map(({ task }) => task.id);
      const known = await at.lockRow(tables.reach, `${lane} ${sourceLaneId}`);
      const before = known && at.get(tables.entries, String(known.entryId));
      if (!before || isBefore(before, row)) at.put(tables.reach, { laneId: lane, sourceLaneId, entryId });
      return [...new Set(waited)].sort((one, other) => one - other);
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
      row.landedSha === null ? [] : [{ lane: row.laneId, entry: row.id, landed: row.landedSha }],
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
