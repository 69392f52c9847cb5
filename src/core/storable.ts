/**
 * The same value with U+FFFD in place of what PostgreSQL keeps in no text, alone or inside json: the character NUL and
 * halves of surrogate pairs. JSON and YAML can both write them, and GitHub does not say that it never will.
 */
export function storable<T>(value: T): T;
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\uFFFD').replace(/\p{Surrogate}/gu, '\uFFFD');
  if (Array.isArray(value)) return value.map((one: unknown) => storable(one));
  if (!isPlain(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [storable(key), storable(one)]));
}

/** What JSON makes; dates, buffers and the like are left as they are. */
function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
