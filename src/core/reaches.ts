import type { Caller } from './model/caller.ts';
import type { ProjectId } from './model/ids.ts';

/** Whether a caller may know that this project exists. */
export function reaches(caller: Caller | null, project: ProjectId): boolean {
  return caller !== null && (caller.project === null || caller.project === project);
}
