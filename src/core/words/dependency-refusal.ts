import { assertNever } from '../assert-never.ts';
import type { IssueName } from '../model/issue-name.ts';
import { codeSpan } from './code-span.ts';
import { issueWords } from './issue-words.ts';

/** Why a dependency was neither made nor taken away. */
export type DependencyRefusal =
  | { readonly kind: 'no_repository'; readonly name: IssueName }
  | { readonly kind: 'no_issue'; readonly name: IssueName }
  /** From the task itself over all that it would wait for, back to itself. */
  | { readonly kind: 'cycle'; readonly path: readonly IssueName[] }
  | { readonly kind: 'not_depending'; readonly name: IssueName }
  | { readonly kind: 'in_body'; readonly name: IssueName };

/** What stands in the way of a dependency, and what to do about it. */
export function dependencyRefusal(refusal: DependencyRefusal): string {
  switch (refusal.kind) {
    case 'no_repository':
      return `${codeSpan(refusal.name.repository ?? '')} is no repository in which this App works for the same owner, so nobody would notice when ${codeSpan(issueWords(refusal.name))} is done. An owner can install the App there.`;
    case 'no_issue':
      return `There is no issue ${codeSpan(issueWords(refusal.name))} to wait for; a pull request cannot be waited for. Look at the number.`;
    case 'cycle':
      return cycle(refusal.path);
    case 'not_depending':
      return `This task does not wait for ${issueWords(refusal.name)}, so there is nothing to take away. The status comment shows what it waits for.`;
    case 'in_body':
      return `The issue's description says that it depends on ${issueWords(refusal.name)}. Edit that line away, and the task follows.`;
    default:
      return assertNever(refusal);
  }
}

function cycle(path: readonly IssueName[]): string {
  const [own, ...rest] = path;
  const before = path.at(-2);
  if (!own || !before || rest.length <= 1)
    return `${path.map(issueWords)[0] ?? 'It'} cannot wait for itself.`;
  const way = path.map(issueWords).join(' → ');
  // A number alone means the right issue only in its own repository.
  const example =
    own.repository === before.repository
      ? `, for example with ${codeSpan(`/undepends ${issueWords(own)}`)} in ${issueWords(before)}`
      : '';
  return `That would be a circle in which nothing could ever begin: ${way} (each waits for the next). Take one of these away first${example}.`;
}
