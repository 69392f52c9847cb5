/** GitHub's times: seconds, no milliseconds. */
export function iso(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

export function isoOrNull(date: Date | undefined): string | null {
  return date ? iso(date) : null;
}
