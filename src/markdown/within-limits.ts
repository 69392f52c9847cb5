/** GitHub's own limit for a body. */
const MAX_LENGTH = 65_536;
const MAX_LINES = 3_000;
/** Quotes and lists within each other, begun in one line; 21,000 of them take the parser 100 s. */
const MAX_NESTING = 20;
/** Link texts are the other thing whose cost grows with the square: 8,000 of them take ten times as long as 2,000. */
const MAX_BRACKETS = 2_000;

const NESTED = new RegExp(`^[ \\t]*(?:(?:>|[-+*]|\\d{1,9}[.)])[ \\t]*){${MAX_NESTING},}`, 'm');

/**
 * As much of a body as is parsed in well under a second: the whole of anything a person or agent would write. Only
 * whole lines are kept, because half a line may be another command. Nothing is kept of what is made to be slow.
 */
export function withinLimits(body: string): string {
  const short = body.length > MAX_LENGTH ? body.slice(0, lastBreak(body, MAX_LENGTH)) : body;
  const text = firstLines(short);
  return NESTED.test(text) || text.split('[').length > MAX_BRACKETS ? '' : text;
}

function lastBreak(body: string, before: number): number {
  return Math.max(body.lastIndexOf('\n', before - 1), body.lastIndexOf('\r', before - 1)) + 1;
}

function firstLines(text: string): string {
  let seen = 0;
  for (const { index } of text.matchAll(/\r\n|\n|\r/g)) {
    seen += 1;
    if (seen === MAX_LINES) return text.slice(0, index);
  }
  return text;
}
