import { z } from 'zod';
import type { DecodedRepository } from './decode-repository.ts';
import { decodeRepository } from './decode-repository.ts';
import { parsePayload } from './parse-payload.ts';

export interface DecodedRepositoryEvent extends DecodedRepository {
  /** `renamed`, `transferred`, `archived`, `unarchived`, `deleted`, `edited`, ... */
  readonly action: string;
}

const payloadShape = z.object({ action: z.string() });

/** A `repository` event. What it was called before matters to nobody: the id is its identity. */
export function decodeRepositoryEvent(payload: unknown): DecodedRepositoryEvent {
  return { action: parsePayload(payloadShape, payload).action, ...decodeRepository(payload) };
}
