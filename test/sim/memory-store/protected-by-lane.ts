import type { TaskId } from '../../../src/core/model/ids.ts';
import type { Session } from './session.ts';

/** States of an entry that hold the lease of its task. */
const HOLDING = ['queued', 'building', 'testing', 'landing'];

/** A pull request that is queued or further holds the lease of its task, however old it is. */
export function protectedByLane({ at, tables }: Session, task: TaskId): boolean {
  return at
    .all(tables.pulls, `task ${task}`)
    .flatMap((pull) => at.all(tables.entries, `pull ${pull.id}`))
    .some((row) => HOLDING.includes(row.state));
}
