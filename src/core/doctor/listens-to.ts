import type { PushFilter } from './facts.ts';

/** Whether a push to `branch` wakes a workflow with this filter: the last pattern that speaks decides, as GitHub does. */
export function listensTo({ only, except }: PushFilter, branch: string): boolean {
  if (except.some((pattern) => matches(pattern, branch))) return false;
  if (only === null) return true;
  const speaking = only.filter((pattern) => matches(pattern.replace(/^!/, ''), branch));
  return speaking.at(-1)?.startsWith('!') === false;
}

/**
 * GitHub's patterns ("Filter pattern cheat sheet"): `*` stays before the next slash, `**` does not; `?` and `+` repeat
 * what stands before them; `[]` is one of several characters.
 */
function matches(pattern: string, branch: string): boolean {
  const source = pattern
    .replaceAll(/\*{2,}/g, '**')
    .replaceAll(/\*\*|\*|[.^$(){}|]/g, (special) =>
      special === '**' ? '.*' : special === '*' ? '[^/]*' : `\\${special}`,
    );
  try {
    return new RegExp(`^${source}$`).test(branch);
  } catch {
    return false;
  }
}
