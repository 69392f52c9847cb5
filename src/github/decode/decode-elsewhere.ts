import { z } from 'zod';
import { parsePayload } from './parse-payload.ts';

const repositoryShape = z.object({ id: z.number().int() });
const payloadShape = z.object({
  repository: repositoryShape,
  blocked_issue_repo: repositoryShape.nullish(),
  sub_issue_repo: repositoryShape.nullish(),
});

/**
 * Whether a link's own issue lies in another repository than the one that is told of it here: that one is told as well,
 * and only there its number means the right issue.
 */
export function decodeElsewhere(payload: unknown): boolean {
  const {
    repository,
    blocked_issue_repo: blocked,
    sub_issue_repo: child,
  } = parsePayload(payloadShape, payload);
  const home = blocked ?? child ?? repository;
  return home.id !== repository.id;
}
