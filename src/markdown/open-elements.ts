/** Which HTML elements are open at some place of a document. */
export interface OpenElements {
  /** Takes the tags in a piece of HTML into account. */
  read(html: string): void;
  any(): boolean;
}

/** Elements that GitHub shows, or swallows with their content, and that have an end. `Array<T>` in prose is none. */
const CONTAINERS = new Set(
  (
    'a abbr b bdo blockquote caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 i ' +
    'iframe ins kbd li mark noembed noframes ol p picture plaintext pre q rp rt ruby s samp script small span strike ' +
    'strong style sub summary sup table tbody td textarea tfoot th thead time title tr tt ul var xmp'
  ).split(' '),
);

/** Elements without an end that GitHub shows. */
const VOID = new Set(['br', 'hr', 'img', 'source', 'wbr']);

/** Whether GitHub keeps the element, and not only what is in it. */
export function isShownElement(element: string): boolean {
  return CONTAINERS.has(element.toLowerCase()) || VOID.has(element.toLowerCase());
}

/** Counts tags. One that is never closed reaches to the end: commands after it do not run, which is the safe side. */
export function openElements(): OpenElements {
  const counts = new Map<string, number>();
  let total = 0;

  return {
    read(html) {
      for (const { closing, element } of tagsIn(withoutComments(html))) {
        const open = counts.get(element) ?? 0;
        if (!CONTAINERS.has(element) || (closing && open === 0)) continue;
        counts.set(element, open + (closing ? -1 : 1));
        total += closing ? -1 : 1;
      }
    },
    any: () => total > 0,
  };
}

/**
 * The tags in their order. What stands in the quotes of an attribute is none (`<details title="</details>">` opens), and
 * a tag that never ends takes everything after it along. Each character is looked at once or twice.
 */
function tagsIn(html: string): readonly { readonly closing: boolean; readonly element: string }[] {
  const tags: { closing: boolean; element: string }[] = [];
  const begin = /<(\/?)([a-z][a-z0-9]*)/gi;
  for (let match = begin.exec(html); match; match = begin.exec(html)) {
    const end = endOfTag(html, begin.lastIndex);
    if (match[1] === '' || end !== null)
      tags.push({ closing: match[1] === '/', element: match[2]?.toLowerCase() ?? '' });
    if (end === null) break;
    begin.lastIndex = end;
  }
  return tags;
}

/** Where the tag that was begun before `from` is over; null: nowhere. */
function endOfTag(html: string, from: number): number | null {
  const rest = /(?:[^>"']|"[^"]*"|'[^']*')*>/y;
  rest.lastIndex = from;
  return rest.test(html) ? rest.lastIndex : null;
}

/** By searching, not by a pattern: a body full of `<!--` must not cost its square. */
function withoutComments(html: string): string {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const start = html.indexOf('<!--', at);
    const end = start < 0 ? -1 : html.indexOf('-->', start);
    parts.push(html.slice(at, start < 0 ? undefined : start));
    if (end < 0) return parts.join('');
    at = end + 3;
  }
}
