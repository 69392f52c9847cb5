/** GitHub's limit of a comment's body, in characters. */
const LIMIT = 65_536;

/** Names the effect in a comment, unseen by readers, so that it can be found again. */
export function hiddenMarker(key: string): string {
  const safe = key.replace(/--|[<>%\r\n]/g, (found) => encodeURIComponent(found).replaceAll('-', '%2D'));
  return `<!-- flotilla:${safe} -->`;
}

/** The body with the marker as its end, cut where GitHub would refuse it. */
export function withMarker(body: string, key: string): string {
  const end = `\n\n${hiddenMarker(key)}`;
  return `${body.slice(0, LIMIT - end.length)}${end}`;
}
