import { z } from 'zod';
import { parsePayload } from './parse-payload.ts';

const payloadShape = z.object({ ref: z.string(), ref_type: z.string() });

/** The branch of a `create` or `delete` event; null: a tag. */
export function decodeRef(payload: unknown): { readonly branch: string | null } {
  const { ref, ref_type: type } = parsePayload(payloadShape, payload);
  return { branch: type === 'branch' ? ref.replace(/^refs\/heads\//, '') : null };
}
