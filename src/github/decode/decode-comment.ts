import { z } from 'zod';
import type { Account } from '../../core/model/actor.ts';
import { restAccount } from '../account.ts';
import { parsePayload } from './parse-payload.ts';
import { appShape, timeShape, userShape } from './shapes.ts';

export interface DecodedComment {
  readonly id: number;
  readonly body: string;
  readonly author: Account;
  /** Slug of the App that wrote it in its own name. */
  readonly performedByApp: string | null;
  /** Changed since it was written: its commands are not run. */
  readonly edited: boolean;
  readonly createdAt: Date;
}

const payloadShape = z.object({
  comment: z.object({
    id: z.number().int(),
    body: z.string().nullish(),
    user: userShape.nullish(),
    performed_via_github_app: appShape.nullish(),
    created_at: timeShape,
    updated_at: timeShape,
  }),
});

/** The comment of an `issue_comment` event. */
export function decodeComment(payload: unknown): DecodedComment {
  const { comment } = parsePayload(payloadShape, payload);
  return {
    id: comment.id,
    body: comment.body ?? '',
    author: restAccount(comment.user),
    performedByApp: comment.performed_via_github_app?.slug ?? null,
    edited: comment.updated_at.getTime() !== comment.created_at.getTime(),
    createdAt: comment.created_at,
  };
}
