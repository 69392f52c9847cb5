import { z } from 'zod';
import type { WorkflowRun } from '../../core/model/check.ts';
import { workflowFile } from '../workflow-file.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape } from './shapes.ts';

const payloadShape = z.object({
  workflow_run: z.object({
    id: z.number().int(),
    run_attempt: z.number().int().nullish(),
    path: z.string().nullish(),
    event: z.string(),
    head_branch: z.string().nullish(),
    head_sha: shaShape,
    status: z.string().nullish(),
    conclusion: z.string().nullish(),
    html_url: z.string(),
  }),
  workflow: z.object({ path: z.string().nullish() }).nullish(),
});

/** The run of a `workflow_run` event, without its jobs. */
export function decodeWorkflowRun(payload: unknown): Omit<WorkflowRun, 'jobs'> {
  const { workflow_run: run, workflow } = parsePayload(payloadShape, payload);
  return {
    id: run.id,
    attempt: run.run_attempt ?? 1,
    workflow: workflowFile(run.path ?? workflow?.path ?? ''),
    event: run.event,
    branch: run.head_branch ?? null,
    sha: run.head_sha,
    completed: run.status === 'completed',
    conclusion: run.conclusion ?? null,
    url: run.html_url,
  };
}
