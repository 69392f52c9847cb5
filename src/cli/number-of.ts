/** The number that somebody wrote as `14` or `#14`; 0: it is none. */
export function numberOf(text: string): number {
  return Number(/^#?(\d{1,9})$/.exec(text)?.[1] ?? 0);
}
