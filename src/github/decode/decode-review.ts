import { z } from 'zod';
import type { Review } from '../../core/model/pull.ts';
import { restAccount } from '../account.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape, userShape } from './shapes.ts';

const payloadShape = z.object({
  review: z.object({
    user: userShape.nullish(),
    state: z
      .string()
      .transform((state) => state.toLowerCase())
      .pipe(z.enum(['approved', 'changes_requested', 'commented', 'dismissed'])),
    commit_id: shaShape.nullish(),
  }),
});

/** The review of a `pull_request_review` event. */
export function decodeReview(payload: unknown): Review {
  const { review } = parsePayload(payloadShape, payload);
  return { by: restAccount(review.user), state: review.state, commit: review.commit_id ?? null };
}
