import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';
import { reaches } from '../../core/reaches.ts';
import { HttpProblem } from '../http-problem.ts';

/**
 * Which project a list is of: the one that was asked for, else the only one of the token, else (null) all of them.
 * Throws where the token does not reach it, which reads as if it did not exist.
 */
export function projectAsked(caller: Caller | null, asked: number | undefined): ProjectId | null {
  if (asked === undefined) return caller?.project ?? null;
  const project = asked as ProjectId;
  if (reaches(caller, project)) return project;
  throw new HttpProblem(
    404,
    `There is no project ${asked}. GET /api/projects lists those that this token reaches.`,
  );
}

/** The same where only one will do. */
export function oneProject(caller: Caller | null, asked: number | undefined): ProjectId {
  const project = projectAsked(caller, asked);
  if (project !== null) return project;
  throw new HttpProblem(400, 'This token reaches several projects: say which, by projectId.');
}
