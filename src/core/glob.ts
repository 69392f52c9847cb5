type Token =
  | { readonly kind: 'literal'; readonly char: string }
  /** `?`: one character of a name. */
  | { readonly kind: 'one' }
  /** `*` in paths: any part of one name. */
  | { readonly kind: 'name' }
  /** `**`, and `*` in names: anything. */
  | { readonly kind: 'any' }
  /** A `**` with its slash at the start of a name: any number of folders, also none. */
  | { readonly kind: 'folders' };

/**
 * Whether a path fits a glob: `?` is one character and `*` any number, neither a slash; `**` is anything; `**` with a
 * slash after it is any number of folders, also none. Everything else means itself, case included.
 */
export function matchGlob(glob: string, text: string): boolean {
  return matches(pathTokens(glob), text);
}

/** Whether a name (of a job) fits a pattern in which `*` is anything. */
export function matchesName(pattern: string, name: string): boolean {
  return matches(
    Array.from(pattern, (char): Token => (char === '*' ? { kind: 'any' } : { kind: 'literal', char })),
    name,
  );
}

function pathTokens(glob: string): readonly Token[] {
  const tokens: Token[] = [];
  const parts = glob.match(/\*\*\/|\*\*+|[^]/gu) ?? [];
  let previous = '/';
  for (const part of parts) {
    if (part === '**/' && previous.endsWith('/')) tokens.push({ kind: 'folders' });
    else if (part === '**/') tokens.push({ kind: 'any' }, { kind: 'literal', char: '/' });
    else if (part.startsWith('**')) tokens.push({ kind: 'any' });
    else if (part === '*') tokens.push({ kind: 'name' });
    else if (part === '?') tokens.push({ kind: 'one' });
    else tokens.push({ kind: 'literal', char: part });
    previous = part;
  }
  return tokens;
}

/** Follows all readings at once, so the cost is glob × text whatever they hold; a regular expression could backtrack. */
function matches(tokens: readonly Token[], text: string): boolean {
  let alive = reach(tokens, new Set([0]), '/');
  for (const char of text) {
    const next = new Set<number>();
    for (const at of alive) {
      const token = tokens[at];
      if (token && takes(token, char)) next.add(repeats(token) ? at : at + 1);
    }
    if (next.size === 0) return false;
    alive = reach(tokens, next, char);
  }
  return alive.has(tokens.length);
}

/** Adds the places that can be reached without another character. `Set` visits what is added meanwhile. */
function reach(tokens: readonly Token[], places: Set<number>, previous: string): Set<number> {
  for (const at of places) {
    const token = tokens[at];
    if (token && repeats(token) && (token.kind !== 'folders' || previous === '/')) places.add(at + 1);
  }
  return places;
}

function repeats(token: Token): boolean {
  return token.kind === 'name' || token.kind === 'any' || token.kind === 'folders';
}

function takes(token: Token, char: string): boolean {
  if (token.kind === 'literal') return token.char === char;
  return token.kind === 'any' || token.kind === 'folders' || char !== '/';
}
