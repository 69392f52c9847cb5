/** What somebody points at as evidence. `repository`: `owner/name`; null: the one the task is in. */
export type EvidenceTarget =
  | { readonly kind: 'commit'; readonly repository: string | null; readonly id: string }
  | { readonly kind: 'pull'; readonly repository: string; readonly number: number }
  | { readonly kind: 'issue'; readonly repository: string; readonly number: number }
  /** A run of GitHub Actions. */
  | { readonly kind: 'run'; readonly repository: string; readonly id: number }
  /** A check run. */
  | { readonly kind: 'check'; readonly repository: string; readonly id: number }
  | { readonly kind: 'file'; readonly repository: string; readonly at: string; readonly path: string }
  /** Anything else: nobody of ours ever opens it. */
  | { readonly kind: 'page'; readonly url: string };

const OBJECT = /^https:\/\/github\.com\/([A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100})\/([^?#]+)/;

/** Reads a commit id, or the address of something on github.com; any other address stays an address. */
export function evidenceTarget(ref: string): EvidenceTarget {
  if (/^[0-9a-f]{7,40}$/.test(ref)) return { kind: 'commit', repository: null, id: ref };
  const [, repository, rest] = OBJECT.exec(ref) ?? [];
  const found = repository === undefined || rest === undefined ? null : objectOf(repository, rest);
  return found ?? { kind: 'page', url: ref };
}

function objectOf(repository: string, rest: string): EvidenceTarget | null {
  const [what = '', first = '', second = '', third = ''] = rest.split('/');
  if (what === 'commit' && /^[0-9a-f]{7,40}$/.test(first)) return { kind: 'commit', repository, id: first };
  if (what === 'pull' && isNumber(first)) return { kind: 'pull', repository, number: Number(first) };
  if (what === 'issues' && isNumber(first)) return { kind: 'issue', repository, number: Number(first) };
  if (what === 'actions' && first === 'runs' && isNumber(second))
    return { kind: 'run', repository, id: Number(second) };
  if (what === 'runs' && isNumber(first)) return { kind: 'check', repository, id: Number(first) };
  if (what === 'blob' && first !== '' && second !== '') {
    const path = [second, third, ...rest.split('/').slice(4)].filter(Boolean).join('/');
    return { kind: 'file', repository, at: first, path };
  }
  return null;
}

function isNumber(text: string): boolean {
  return /^[1-9]\d{0,14}$/.test(text);
}
