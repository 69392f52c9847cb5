import type { TaskId } from '../../../src/core/model/ids.ts';
import type { Session } from './session.ts';

/** States of an entry that hold the lease of its task. */
const HOLDING = ['queued', 'building', 'testing', 'landing'];

/** A pull request that is queued or further holds the lease of its task, however old it is. */
export function protectedByLane({ at, tables }: Session, task: TaskId): boolean {
  const pulls = at.all(tables.pulls).filter((row) => row.taskId === task);
  return at
    .all(tables.entries)
    .some((row) => HOLDING.includes(row.state) && pulls.some((pull) => pull.id === row.pullId));
}
