/** A moment to the minute, in words that every agent and person reads alike: `2026-11-22 18:37 UTC`. */
export function when(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
