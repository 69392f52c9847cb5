import { z } from 'zod';
import { parsePayload } from './parse-payload.ts';

const payloadShape = z.object({ action: z.string() });

/** What happened, in GitHub's word. */
export function decodeAction(payload: unknown): string {
  return parsePayload(payloadShape, payload).action;
}
