/**
 * Characters that show nothing, or turn the direction of writing: controls, format characters (zero-width ones, tags,
 * direction marks), variation selectors, which can carry any text, and letters that are blank.
 */
const INVISIBLE =
  /[\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u2800\u3164\uFFA0]|[\uFE00-\uFE0F]|[\u{E0000}-\u{E0FFF}]|(?![\t\n\r])\p{Cc}/gu;
/** In an emoji a joiner and a selector are at home, one at a time. */
const EMOJI =
  /\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?(?:\u200D\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?){0,4}/gu;

/** Where invisible characters stand, as offsets. Those that make up an emoji are none. */
export function invisibleAt(text: string): readonly { readonly from: number; readonly to: number }[] {
  const spared = [...text.matchAll(EMOJI)].map(
    ({ index, 0: emoji }) => [index, index + emoji.length] as const,
  );
  let next = 0;
  return [...text.matchAll(INVISIBLE)].flatMap(({ index, 0: found }) => {
    while ((spared[next]?.[1] ?? Infinity) <= index) next += 1;
    const [from, to] = spared[next] ?? [Infinity, Infinity];
    return from <= index && index < to ? [] : [{ from: index, to: index + found.length }];
  });
}

/** The text without them. */
export function withoutInvisible(text: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const { from, to } of invisibleAt(text)) {
    parts.push(text.slice(at, from));
    at = to;
  }
  return [...parts, text.slice(at)].join('');
}
