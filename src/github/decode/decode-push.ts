import { z } from 'zod';
import type { Sha } from '../../core/model/ids.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape } from './shapes.ts';

export interface DecodedPush {
  /** Null: a tag or another ref. */
  readonly branch: string | null;
  readonly before: Sha;
  readonly after: Sha;
  readonly created: boolean;
  readonly deleted: boolean;
  readonly forced: boolean;
  /** The newest few; GitHub itself names at most 2048. */
  readonly commits: readonly { readonly sha: Sha; readonly message: string; readonly url: string }[];
}

/** More commits of one push are no more telling. */
const COMMITS = 50;
const MESSAGE = 500;

const payloadShape = z.object({
  ref: z.string(),
  before: shaShape,
  after: shaShape,
  created: z.boolean().optional(),
  deleted: z.boolean().optional(),
  forced: z.boolean().optional(),
  commits: z.array(z.object({ id: shaShape, message: z.string(), url: z.string() })).nullish(),
});

/** A `push` event. */
export function decodePush(payload: unknown): DecodedPush {
  const push = parsePayload(payloadShape, payload);
  return {
    branch: /^refs\/heads\/(.+)$/.exec(push.ref)?.[1] ?? null,
    before: push.before,
    after: push.after,
    created: push.created ?? false,
    deleted: push.deleted ?? false,
    forced: push.forced ?? false,
    commits: (push.commits ?? []).slice(-COMMITS).map((commit) => ({
      sha: commit.id,
      message: commit.message.slice(0, MESSAGE),
      url: commit.url,
    })),
  };
}
