import { z } from 'zod';
import type { Sha } from '../../core/model/ids.ts';
import { parsePayload } from './parse-payload.ts';
import { appShape, pullListShape, shaShape } from './shapes.ts';

export interface DecodedCheckSuite {
  readonly sha: Sha;
  readonly branch: string | null;
  readonly appId: number | null;
  readonly app: string;
  readonly completed: boolean;
  readonly conclusion: string | null;
  readonly pulls: readonly number[];
}

const payloadShape = z.object({
  check_suite: z.object({
    head_sha: shaShape,
    head_branch: z.string().nullish(),
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    app: appShape.nullish(),
    pull_requests: pullListShape,
  }),
});

/** The suite of a `check_suite` event. It may arrive before the last run's own event: re-read, don't trust. */
export function decodeCheckSuite(payload: unknown): DecodedCheckSuite {
  const { check_suite: suite } = parsePayload(payloadShape, payload);
  return {
    sha: suite.head_sha,
    branch: suite.head_branch ?? null,
    appId: suite.app?.id ?? null,
    app: suite.app?.slug ?? '',
    completed: suite.status === 'completed',
    conclusion: suite.conclusion ?? null,
    pulls: (suite.pull_requests ?? []).map(({ number }) => number),
  };
}
