import type { EntryId, ProjectId, TaskId } from './ids.ts';

/** One line of the append-only log. */
export interface Activity {
  readonly projectId: ProjectId;
  readonly taskId?: TaskId;
  readonly entryId?: EntryId;
  /** What happened, as `noun.verb`: `task.claimed`, `entry.ejected`, `lane.paused`. */
  readonly kind: string;
  /** Who did it: a login, an agent's name, or `flotilla`. */
  readonly actor: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}
