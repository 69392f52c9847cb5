/**
 * A hidden line that names a comment, by which it is found again after an unknown answer. The key becomes letters,
 * digits and `:._/-`; no two dashes in a row, which would end an HTML comment.
 */
export function marker(key: string): string {
  const safe = key.replace(/[^a-zA-Z0-9:._/-]/g, '_').replace(/-{2,}/g, (run) => '_'.repeat(run.length));
  return `<!-- flotilla:${safe.slice(0, 200)} -->`;
}

/** Whether a body carries the marker of `key`, in a line of its own. */
export function carriesMarker(body: string, key: string): boolean {
  return body.split(/\r?\n/).some((line) => line.trim() === marker(key));
}
