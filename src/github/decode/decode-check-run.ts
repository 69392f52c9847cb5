import { z } from 'zod';
import type { CheckRun } from '../../core/model/check.ts';
import { parsePayload } from './parse-payload.ts';
import { appShape, pullListShape, shaShape } from './shapes.ts';

export interface DecodedCheckRun extends CheckRun {
  readonly externalId: string | null;
  readonly branch: string | null;
  /** Numbers of the pull requests whose head this is. */
  readonly pulls: readonly number[];
  /** Which button was pressed (`requested_action`). */
  readonly requestedAction: string | null;
}

const payloadShape = z.object({
  check_run: z.object({
    id: z.number().int(),
    name: z.string(),
    head_sha: shaShape,
    external_id: z.string().nullish(),
    status: z.string(),
    conclusion: z.string().nullish(),
    html_url: z.string().nullish(),
    details_url: z.string().nullish(),
    app: appShape.nullish(),
    check_suite: z.object({ head_branch: z.string().nullish(), app: appShape.nullish() }).nullish(),
    pull_requests: pullListShape,
  }),
  requested_action: z.object({ identifier: z.string() }).nullish(),
});

/** The check run of a `check_run` event. An App without a slug has an empty one, which is no gate's. */
export function decodeCheckRun(payload: unknown): DecodedCheckRun {
  const { check_run: check, requested_action: action } = parsePayload(payloadShape, payload);
  const app = check.app ?? check.check_suite?.app;
  return {
    id: check.id,
    appId: app?.id ?? 0,
    app: app?.slug ?? '',
    name: check.name,
    sha: check.head_sha,
    completed: check.status === 'completed',
    conclusion: check.conclusion ?? null,
    url: check.html_url ?? check.details_url ?? '',
    externalId: check.external_id ? check.external_id : null,
    branch: check.check_suite?.head_branch ?? null,
    pulls: (check.pull_requests ?? []).map(({ number }) => number),
    requestedAction: action?.identifier ?? null,
  };
}
