import type { LaneId } from '../../../src/core/model/ids.ts';
import type { Lane } from '../../../src/core/model/lane.ts';
import type { Tx } from '../../../src/ports.ts';
import type { LaneRow } from './rows.ts';
import type { Session } from './session.ts';

export function toLane({ id, projectId, epicId, branch, paused }: LaneRow): Lane {
  return { id, projectId, epicId, branch, paused };
}

export function lanes({ at, tables }: Session): Tx['lanes'] {
  async function change(id: LaneId, paused: Lane['paused']): Promise<void> {
    const row = await at.lockRow(tables.lanes, String(id));
    if (row) at.put(tables.lanes, { ...row, paused });
  }
  return {
    async lock(id) {
      const row = await at.lockRow(tables.lanes, String(id));
      return row && toLane(row);
    },
    async byBranch(project, branch) {
      const row = at.all(tables.lanes, `branch ${branch}`).find((one) => one.projectId === project);
      return row ? toLane(row) : null;
    },
    pause: (id, reason, by) => change(id, { reason, by }),
    resume: (id) => change(id, null),
  };
}
