import { sameIssue, type IssueAt } from './model/issue-name.ts';

/** `from` waits for `on`. */
export interface DependencyEdge {
  readonly from: IssueAt;
  readonly on: IssueAt;
}

/**
 * The shortest way on which `from` waits for `to`, both ends included; null: it does not. An edge from `to` on `from`
 * would close it to a circle, in which nobody could ever begin.
 */
export function dependencyPath(
  edges: readonly DependencyEdge[],
  from: IssueAt,
  to: IssueAt,
): readonly IssueAt[] | null {
  const next = new Map<string, IssueAt[]>();
  for (const edge of edges) next.set(key(edge.from), [...(next.get(key(edge.from)) ?? []), edge.on]);
  const seen = new Set([key(from)]);
  let paths: readonly (readonly IssueAt[])[] = [[from]];
  while (paths.length > 0) {
    const there = paths.find((path) => path.at(-1) !== undefined && sameIssue(path.at(-1) ?? from, to));
    if (there) return there;
    paths = paths.flatMap((path) =>
      (next.get(key(path.at(-1) ?? from)) ?? []).flatMap((on) => {
        if (seen.has(key(on))) return [];
        seen.add(key(on));
        return [[...path, on]];
      }),
    );
  }
  return null;
}

function key({ project, issue }: IssueAt): string {
  return `${project} ${issue}`;
}
