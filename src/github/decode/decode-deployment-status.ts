import { z } from 'zod';
import type { Sha } from '../../core/model/ids.ts';
import { deploymentUrl } from '../deployment-url.ts';
import { parsePayload } from './parse-payload.ts';
import { shaShape } from './shapes.ts';

export interface DecodedDeploymentStatus {
  readonly id: number;
  readonly deploymentId: number;
  /** GitHub's word: `success`, `failure`, `in_progress`, ... */
  readonly state: string;
  readonly environment: string;
  readonly sha: Sha;
  readonly ref: string;
  /** Where it can be seen, else its log. */
  readonly url: string | null;
}

const payloadShape = z.object({
  deployment_status: z.object({
    id: z.number().int(),
    state: z.string(),
    environment: z.string().nullish(),
    environment_url: z.string().nullish(),
    log_url: z.string().nullish(),
    target_url: z.string().nullish(),
  }),
  deployment: z.object({
    id: z.number().int(),
    sha: shaShape,
    ref: z.string(),
    environment: z.string().nullish(),
  }),
});

/** A `deployment_status` event. */
export function decodeDeploymentStatus(payload: unknown): DecodedDeploymentStatus {
  const { deployment_status: status, deployment } = parsePayload(payloadShape, payload);
  return {
    id: status.id,
    deploymentId: deployment.id,
    state: status.state,
    environment: status.environment ?? deployment.environment ?? '',
    sha: deployment.sha,
    ref: deployment.ref,
    url: deploymentUrl(status),
  };
}
