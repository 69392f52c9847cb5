/** Reads one field of unknown data; throws a sentence when it is not as wanted. */
export function text(data: Readonly<Record<string, unknown>>, field: string): string {
  const value = data[field];
  if (typeof value !== 'string' || value === '') throw new TypeError(`${field} must be a text.`);
  return value;
}
