import { z } from 'zod';
import type { WorkflowJob } from '../../core/model/check.ts';
import type { Sha } from '../../core/model/ids.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape } from './shapes.ts';

export interface DecodedWorkflowJob extends WorkflowJob {
  readonly runId: number;
  readonly attempt: number;
  readonly sha: Sha;
  readonly branch: string | null;
}

const payloadShape = z.object({
  workflow_job: z.object({
    run_id: z.number().int(),
    run_attempt: z.number().int().nullish(),
    name: z.string(),
    head_sha: shaShape,
    head_branch: z.string().nullish(),
    status: z.string(),
    conclusion: z.string().nullish(),
    html_url: z.string().nullish(),
  }),
});

/** The job of a `workflow_job` event. */
export function decodeWorkflowJob(payload: unknown): DecodedWorkflowJob {
  const { workflow_job: job } = parsePayload(payloadShape, payload);
  return {
    runId: job.run_id,
    attempt: job.run_attempt ?? 1,
    name: job.name,
    sha: job.head_sha,
    branch: job.head_branch ?? null,
    completed: job.status === 'completed',
    conclusion: job.conclusion ?? null,
    url: job.html_url ?? '',
  };
}
