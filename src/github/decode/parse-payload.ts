import type { z } from 'zod';

/** A known event of a shape we do not know. `path` is where it differs, for example `repository.id`. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly path: string;
  constructor(path: string, problem: string) {
    super(`unexpected shape at ${path || 'the payload'}: ${problem}`);
    this.path = path;
  }
}

/** The fields that `schema` names, or a `DecodeError` with the path of the first that is not as it should be. */
export function parsePayload<S extends z.ZodType>(schema: S, payload: unknown, within?: string): z.output<S> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const first = parsed.error.issues[0];
  const path = [within, ...(first?.path ?? [])].filter((part) => part !== undefined);
  throw new DecodeError(path.map(String).join('.'), first?.message ?? 'unknown');
}
