import type { Change } from '../memory-store/transaction.ts';
import type { ActivityRow, AssignmentRow } from '../memory-store/rows.ts';
import type { World } from '../world.ts';
import type { Invariant } from './watch.ts';

/** I7: at most one holder per task at any moment, and no hold ends without a line in the log of the same commit. */
export function claimsHold(world: World): Invariant {
  const { assignments, entries, pulls } = world.database.tables;

  function checkLapsed(before: AssignmentRow, after: AssignmentRow): void {
    const early = before.expiresAt - world.scheduler.now();
    if (early > 0) world.fail('I7', `hold ${after.id} lapsed ${early} ms before its end`);
    const mine = [...pulls.rows.values()].filter((row) => row.taskId === after.taskId).map(({ id }) => id);
    const entry = [...entries.rows.values()].find(
      (row) =>
        row.pullId !== null &&
        mine.includes(row.pullId) &&
        ['queued', 'building', 'testing', 'landing'].includes(row.state),
    );
    if (entry) world.fail('I7', `hold ${after.id} lapsed while entry ${entry.id} was ${entry.state}`);
  }

  return {
    onCommit(changes) {
      const touched = changes.filter((change) => change.table === 'assignments');
      for (const { before, after } of touched as readonly Typed[]) {
        const active = [...(assignments.index.get(`task ${after.taskId}`) ?? [])].filter(
          (key) => assignments.rows.get(key)?.status === 'active',
        );
        if (active.length > 1) return world.fail('I7', `task ${after.taskId} has ${active.length} holders`);
        const ended = before?.status === 'active' && after.status !== 'active';
        if (ended && !isTold(changes, after.taskId))
          return world.fail(
            'I7',
            `hold ${after.id} of task ${after.taskId} ended as ${after.status}, untold`,
          );
        if (ended && after.status === 'lapsed') checkLapsed(before, after);
        if (before && before.status !== 'active' && after.status === 'active')
          return world.fail('I7', `hold ${after.id} of task ${after.taskId} came back`);
      }
    },
  };
}

const TELLS = /^(task\.(released|lapsed|assigned|done|failed)|issue\.)/;

interface Typed extends Change {
  readonly before: AssignmentRow | null;
  readonly after: AssignmentRow;
}

function isTold(changes: readonly Change[], task: AssignmentRow['taskId']): boolean {
  return changes.some(({ table, after }) => {
    const line = after as ActivityRow;
    return table === 'activity' && line.taskId === task && TELLS.test(line.kind);
  });
}
