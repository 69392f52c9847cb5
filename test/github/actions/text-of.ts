/** A value as GitHub writes it into a text: nothing for null, JSON for what is no word. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
