import { z } from 'zod';

const LIMIT = { default: 100, most: 500 };
const ID_AT_MOST = Number.MAX_SAFE_INTEGER;
/** Those of Latin-1 (U+0080 to U+009F) may be there. */
const NO_ASCII_CONTROL = /^[\P{Cc}\u0080-\u009f]*$/u;

/** A time as ISO 8601 in UTC. */
export const time = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

/** Text to look for: PostgreSQL stores no NUL, and nobody searches for what cannot be seen. */
export function text(most: number) {
  return z.string().min(1).max(most).regex(NO_ASCII_CONTROL, 'has a control character in it');
}

/** A whole number in a path or a query: digits alone, or `0x1`, `1e0` and ` 1` would be other names of one thing. */
export function whole(least: number, most: number) {
  const read = (given: unknown) =>
    typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given;
  return z.preprocess(read, z.int().min(least).max(most));
}

/** A number of ours in a path or a query. */
export const id = whole(1, ID_AT_MOST);
/** What a query may say of the project; without it, all that the token reaches. */
export const projectId = id.optional().describe('Only of this project.');
export const cut = {
  cursor: whole(0, ID_AT_MOST)
    .default(0)
    .describe('Only what comes after this id: `next` of the page before.'),
  limit: whole(1, LIMIT.most).default(LIMIT.default),
};

/** A line that somebody wrote: no control character, so that it is one, and no half of a pair, which is stored nowhere. */
export function line(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'has a control character in it, or half of a character');
}
