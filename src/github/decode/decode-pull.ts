import { z } from 'zod';
import type { PullSnapshot } from '../../core/model/pull.ts';
import { pullSnapshot } from '../pull-snapshot.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape, userShape } from './shapes.ts';

const payloadShape = z.object({
  pull_request: z.object({
    number: z.number().int(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.string(),
    draft: z.boolean().nullish(),
    merged: z.boolean().nullish(),
    merged_at: z.string().nullish(),
    head: z.object({
      sha: shaShape,
      ref: z.string(),
      repo: z.object({ id: z.number().int() }).nullish(),
    }),
    base: z.object({ ref: z.string(), repo: z.object({ id: z.number().int() }) }),
    user: userShape.nullish(),
    updated_at: z.iso.datetime({ offset: true }),
  }),
});

/** The pull request of a `pull_request` or `pull_request_review` event. */
export function decodePull(payload: unknown): PullSnapshot {
  return pullSnapshot(parsePayload(payloadShape, payload).pull_request);
}
