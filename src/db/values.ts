/** `timestamptz` comes as a Date from a column and as text from jsonb. */
export type Time = Date | string;

export function dateOrNull(value: Time | null): Date | null {
  return value === null ? null : new Date(value);
}
