import type { Actor, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';

/** Who asks; resolvers take it as their first parameter. */
export interface View {
  readonly twin: Twin;
  readonly actor: Actor;
  /** Issues lead back to their repository: passed along, for the modules cannot import each other. */
  readonly repositoryNode: (repo: Repository) => object;
}

export interface PageArgs {
  readonly first?: number | null;
  readonly last?: number | null;
  readonly after?: string | null;
  readonly before?: string | null;
}

/** A connection over a list; cursors are positions. GitHub refuses a connection without `first` or `last`. */
export function connection<T>(items: readonly T[], args: PageArgs, render: (item: T) => unknown) {
  if (args.first == null && args.last == null) {
    throw new Error('You must provide a `first` or `last` value to properly paginate the connection.');
  }
  const from = args.after == null ? 0 : Number(Buffer.from(args.after, 'base64').toString()) + 1;
  const to = args.before == null ? items.length : Number(Buffer.from(args.before, 'base64').toString());
  const start = args.first == null ? Math.max(from, to - (args.last ?? 0)) : from;
  const end = args.first == null ? to : Math.min(to, from + args.first);
  const nodes = items.slice(start, end).map(render);
  const cursor = (index: number): string => Buffer.from(String(index)).toString('base64');
  return {
    totalCount: items.length,
    nodes,
    edges: nodes.map((node, i) => ({ node, cursor: cursor(start + i) })),
    pageInfo: {
      hasNextPage: end < items.length,
      hasPreviousPage: start > 0,
      startCursor: nodes.length > 0 ? cursor(start) : null,
      endCursor: nodes.length > 0 ? cursor(end - 1) : null,
    },
  };
}
