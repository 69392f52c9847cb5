import { z } from 'zod';
import { parsePayload } from './parse-payload.ts';

const payloadShape = z.object({ action: z.string(), label: z.object({ name: z.string() }).nullish() });

/** What happened to an issue, and the label if one was put on or taken off. */
export function decodeIssueAction(payload: unknown): {
  readonly action: string;
  readonly label: string | null;
} {
  const { action, label } = parsePayload(payloadShape, payload);
  return { action, label: label?.name ?? null };
}
