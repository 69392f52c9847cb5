import type { Caller } from '../model/caller.ts';
import type { LiveEvent, LiveFilter, LiveProgress } from '../model/live.ts';
import { reaches } from '../reaches.ts';

/** Whether to tell somebody of something: only what they may know of, and of that what they asked for. */
export function concerns(
  caller: Caller,
  filter: LiveFilter,
  about: Pick<LiveEvent, 'projectId' | 'taskId' | 'epic'>,
): boolean {
  return (
    reaches(caller, about.projectId) &&
    (filter.project === null || filter.project === about.projectId) &&
    (filter.epic === null || filter.epic === about.epic) &&
    (filter.task === null || filter.task === about.taskId)
  );
}

export function wantsEvent(caller: Caller, filter: LiveFilter, event: LiveEvent): boolean {
  return concerns(caller, filter, event) && (filter.kinds === null || filter.kinds.some(names(event.kind)));
}

export function wantsProgress(caller: Caller, filter: LiveFilter, progress: LiveProgress): boolean {
  return filter.progress && concerns(caller, filter, progress);
}

/** `task` stands for `task.claimed` and all its like, and not for `tasks.x`. */
function names(kind: string): (wanted: string) => boolean {
  return (wanted) => kind === wanted || kind.startsWith(`${wanted}.`);
}
