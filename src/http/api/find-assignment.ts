import type { Caller } from '../../core/model/caller.ts';
import type { Catalog } from '../../ports.ts';
import { HttpProblem } from '../http-problem.ts';

/** An assignment that the caller's token reaches, or 404. */
export async function findAssignment(catalog: Catalog, caller: Caller | null, id: number) {
  const found = await catalog.assignment(caller?.project ?? null, id);
  if (found) return found;
  throw new HttpProblem(404, `There is no assignment ${id}. GET /api/assignments lists them.`);
}
