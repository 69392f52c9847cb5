import { err, ok, type Result } from '../../core/result.ts';
import { numberOf } from '../number-of.ts';
import type { Failure } from '../tell.ts';
import { answerOf } from './answer-of.ts';
import type { components } from '../../client/api-types.ts';
import type { Asked } from './with-api.ts';

/** The task of an issue, which people know by its number, as `14` or `#14`. */
export async function findTask(
  { api, where }: Asked,
  issue: string,
): Promise<Result<components['schemas']['Task'], Failure>> {
  const number = numberOf(issue);
  if (number === 0)
    return err({ text: `A task is named by the number of its issue, as 14, not by "${issue}".`, code: 1 });
  const query = { issue: number, ...where };
  const found = await answerOf(api.GET('/api/tasks', { params: { query } }));
  if (!found.ok) return found;
  const [task, another] = found.value.items;
  if (another)
    return err({ text: `Several repositories have a task #${number}: say which, by --repo.`, code: 1 });
  if (task) return ok(task);
  return err({ text: `Issue #${number} is no task here. "flotilla tasks" shows those there are.`, code: 1 });
}
