import type { MaskedCode } from './mask-code.ts';

export interface Import {
  /** Null: computed at run time, so nobody can tell. */
  readonly from: string | null;
}

/** Everything a module names another module by: import, export from, import() and import types. */
export function importsOf({ code, texts }: MaskedCode): readonly Import[] {
  const fixed = [...code.matchAll(/(?<![.\w$])(?:from|import)\s*(?:\(\s*)?"(\d+)"\s*(?<more>\+)?/g)];
  const dynamic = [
    ...code.matchAll(/(?<![.\w$])import\s*\(\s*(?!")/g),
    ...code.matchAll(/\bcreateRequire\b/g),
  ];
  return [
    ...fixed.map(({ 1: index, groups }) => ({
      from: groups?.['more'] === undefined ? (texts[Number(index)] ?? null) : null,
    })),
    ...dynamic.map(() => ({ from: null })),
  ];
}
