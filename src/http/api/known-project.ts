import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';
import { HttpProblem } from '../http-problem.ts';
import { oneProject } from './project-asked.ts';

/** The one project that was asked for, or that the caller reaches; throws where there is none such. */
export async function knownProject(
  { known }: { readonly known: (project: ProjectId) => Promise<boolean> },
  caller: Caller | null,
  asked: number | undefined,
): Promise<ProjectId> {
  const project = oneProject(caller, asked);
  if (await known(project)) return project;
  throw new HttpProblem(
    404,
    `There is no project ${project}. GET /api/projects lists those that this token reaches.`,
  );
}
