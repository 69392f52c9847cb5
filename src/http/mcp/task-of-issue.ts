import type { Caller } from '../../core/model/caller.ts';
import type { Catalog, TaskView } from '../../ports.ts';
import { findTask } from '../api/find-task.ts';
import { oneProject } from '../api/project-asked.ts';
import { HttpProblem } from '../http-problem.ts';

/** The task of an issue, of the project that was named or the only one of the token; throws where there is none. */
export async function taskOfIssue(
  catalog: Pick<Catalog, 'task' | 'taskIds'>,
  caller: Caller,
  said: { readonly issue: number; readonly projectId?: number | undefined },
): Promise<TaskView> {
  const [found] = await catalog.taskIds(oneProject(caller, said.projectId), [said.issue]);
  if (found) return findTask(catalog, caller, found.id);
  throw new HttpProblem(
    404,
    `Issue #${said.issue} is no task of this project. list_ready_tasks says what may be claimed.`,
  );
}
