/** Either a value, or the reason why there is none. Reasons are values of their own, never `false` or `null`. */
export type Result<T, E> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** The good outcome. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** The other outcome, with its reason. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
