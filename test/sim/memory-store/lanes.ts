import type { LaneId } from '../../../src/core/model/ids.ts';
import type { Lane } from '../../../src/core/model/lane.ts';
import type { Tx } from '../../../src/ports.ts';
import { laneReach } from './lane-reach.ts';
import type { LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export function toLane({ id, projectId, epicId, branch, paused, draining }: LaneRow): Lane {
  return { id, projectId, epicId, branch, paused, draining };
}

export function lanes(session: Session): Tx['lanes'] {
  const { at, tables } = session;
  async function change(id: LaneId, values: Partial<LaneRow>): Promise<void> {
    const row = await at.lockRow(tables.lanes, String(id));
    if (row) at.put(tables.lanes, { ...row, ...values });
  }
  return {
    ...laneReach(session),
    async lock(id) {
      const row = await at.lockRow(tables.lanes, String(id));
      return row && toLane(row);
    },
    async byBranch(project, branch) {
      const row = at.all(tables.lanes, `branch ${branch}`).find((one) => one.projectId === project);
      return row ? toLane(row) : null;
    },
    pause: (id, reason, by) => change(id, { paused: { reason, by } }),
    resume: (id) => change(id, { paused: null, draining: null }),
    drain: (id, by) => change(id, { draining: { by } }),
  };
}
