import { err, ok, type Result } from '../../core/result.ts';
import type { Failure } from '../tell.ts';
import type { components } from '../../client/api-types.ts';

type Problem = components['schemas']['Problem'];

/** How openapi-fetch answers. */
interface Answered<Data> {
  readonly data?: Data;
  readonly error?: Problem;
  readonly response: Response;
}

/** What was answered, or the sentence with which it was refused. */
export async function answerOf<Data>(asked: Promise<Answered<Data>>): Promise<Result<Data, Failure>> {
  const { data, error, response } = await asked;
  if (data !== undefined) return ok(data);
  const { status } = response;
  if (!isProblem(error))
    return err({
      text: `It was answered with ${status}, which is not Flotilla's. FLOTILLA_URL says where it is.`,
      code: 2,
    });
  const { errors = [], ...rest } = error;
  const lines = [error.detail, ...errors.map(({ path, message }) => `  ${path}: ${message}`)];
  return err({
    text: lines.join('\n'),
    code: status === 401 || status >= 500 ? 2 : 1,
    json: { ...rest, errors },
  });
}

/** Whoever stands between may answer anything. */
function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'detail' in value && typeof value.detail === 'string';
}
