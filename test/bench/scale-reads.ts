import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { LaneId, ProjectId } from '../../src/core/model/ids.ts';
import { rankTasks } from '../../src/core/next-task.ts';
import { pickEntry } from '../../src/core/lane/pick-entry.ts';
import { createStore } from '../../src/db/create-store.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import type { Store } from '../../src/ports.ts';
import { silentLog } from '../support/silent-log.ts';

export type Read = 'ready' | 'laneStep' | 'summary';

/** How many projects take turns: one alone would always be in the cache. */
const PROJECTS = 10;

/** Each reads one project, another one with every round. */
export async function scaleReads(
  pool: Pool,
): Promise<Readonly<Record<Read, (round: number) => Promise<void>>>> {
  const store = createStore(pool, { log: silentLog, ring: async () => {} });
  const { progressBook } = createUpkeep(pool);
  const { rows } = await pool.query<{ project: ProjectId; lane: LaneId }>(
    `select p.id as project, min(l.id) as lane
       from projects p join lanes l on l.project_id = p.id
      where p.id % greatest(1, (select count(*) from projects) / $1::integer) = 0
      group by p.id`,
    [PROJECTS],
  );
  const turn = (round: number) => {
    const row = rows[round % rows.length];
    if (!row) throw new Error('there is no project to read');
    return row;
  };
  return {
    async ready(round) {
      const open = await store.transaction((tx) => tx.tasks.open(turn(round).project));
      if (rankTasks(open, ['backend'], new Date()).length === 0) throw new Error('nothing is ready');
    },
    laneStep: (round) => stepQueries(store, turn(round).lane),
    async summary(round) {
      const { progress } = await progressBook.summary(turn(round).project);
      if (progress.tasks === 0) throw new Error('nothing was counted');
    },
  };
}

/** What a step asks of the database for a queued entry that has to wait, in its order, with nothing asked of GitHub. */
async function stepQueries(store: Store, laneId: LaneId): Promise<void> {
  const hold = await store.holdLane(laneId, randomUUID());
  if (!hold) throw new Error('the lane is held');
  const lane = await store.read.lane(laneId);
  const project = lane && (await store.read.project(lane.projectId));
  const entry = lane && pickEntry(lane, await store.read.liveEntries(laneId));
  if (!project || !entry || entry.sync !== null) throw new Error('the lane has nothing to do');
  await store.inLane(hold, (tx) => tx.entries.takeUp(entry.id));
  await store.transaction(async (tx) => {
    const pull = await tx.pulls.lock(project.id, entry.pull);
    const task = pull?.taskId ? await tx.tasks.lockById(pull.taskId) : null;
    if (!pull || !task) throw new Error('the entry belongs to no task');
    await tx.lanes.byBranch(project.id, pull.baseRef);
    await tx.assignments.active(task.id);
    await tx.tasks.missing(task.id);
    await tx.pulls.liveOfTask(task.id, pull.id);
  });
  await store.read.landedOn(laneId);
  await store.inLane(hold, (tx) => tx.entries.putOff(entry.id, 0));
  await store.releaseLane(hold);
}
