/** GitHub refuses longer bodies. */
const MAX_BODY = 65_536;
const CUT = '\n\n… (cut here: GitHub takes no more)';

/** A body that GitHub takes: cut at a line's end where it is too long, with a word about it. */
export function capBody(body: string, max = MAX_BODY): string {
  if (body.length <= max) return body;
  const room = body.slice(0, max - CUT.length);
  const end = room.lastIndexOf('\n');
  return `${end > 0 ? room.slice(0, end) : room.replace(/[\uD800-\uDBFF]$/, '')}${CUT}`;
}
