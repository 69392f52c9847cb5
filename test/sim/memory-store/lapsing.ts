import type { ProjectId, TaskId } from '../../../src/core/model/ids.ts';
import { protectedByLane } from './protected-by-lane.ts';
import type { Session } from './session.ts';

/** Holds past their end in active projects: not yet warned, or warned and past the time of grace. */
export function lapsing(
  session: Session,
  only: TaskId | null = null,
): readonly { project: ProjectId; issue: number; expired: 'warn' | 'release' }[] {
  const { at, tables } = session;
  const now = session.now();
  return at
    .all(tables.assignments, 'active')
    .filter((row) => row.expiresAt <= now && (only === null || row.taskId === only))
    .sort((one, other) => one.expiresAt - other.expiresAt || one.id - other.id)
    .flatMap((row) => {
      const task = at.one(tables.tasks, `id ${row.taskId}`);
      const project = task && at.get(tables.projects, String(task.projectId));
      if (!task || project?.state !== 'active') return [];
      const grace = project.config?.claims.warnMs ?? 0;
      if (row.warnedAt !== null && row.expiresAt + grace > now) return [];
      if (protectedByLane(session, task.id)) return [];
      const expired = row.warnedAt === null ? ('warn' as const) : ('release' as const);
      return [{ project: project.id, issue: task.issue, expired }];
    });
}
