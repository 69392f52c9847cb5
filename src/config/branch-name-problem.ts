/**
 * Why a text may not be the name of an epic's branch; null when it may. The rules of `git check-ref-format`, and
 * stricter: letters, digits and `._/-` only, so that a name is safe in commands, links and globs.
 */
export function branchNameProblem(name: string): string | null {
  if (name.length > 200) return 'is longer than 200 characters';
  if (!/^[A-Za-z0-9._/-]+$/.test(name))
    return 'may only hold letters, digits, dots, underscores, hyphens and slashes';
  if (/^[-/.]|[/.]$|\/\/|\.\.|\/[.-]/.test(name))
    return 'has a slash, dot or hyphen where git does not allow one';
  if (name.split('/').some((part) => part.endsWith('.lock') || part.endsWith('.'))) {
    return 'has a part that ends in a dot or in `.lock`, which git does not allow';
  }
  if (/^flotilla(\/|$)/i.test(name)) return 'may not be under `flotilla/`, where candidates are kept';
  if (/^refs\//i.test(name) || name === 'HEAD') return 'must be a plain branch name';
  return /^[0-9a-f]{40}$/i.test(name) ? 'looks like a commit id' : null;
}
