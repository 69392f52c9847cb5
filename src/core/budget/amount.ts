/** What calls cost in the units in which GitHub limits them. */
export interface Amount {
  /** Calls that create content: comments, reactions, checks, refs, commits. */
  readonly content: number;
  /** 1 for a read, 5 for a write. */
  readonly points: number;
  readonly requests: number;
}

export const NOTHING: Amount = { content: 0, points: 0, requests: 0 };

export function plus(a: Amount, b: Amount): Amount {
  return {
    content: a.content + b.content,
    points: a.points + b.points,
    requests: a.requests + b.requests,
  };
}

export function times(a: Amount, n: number): Amount {
  return { content: a.content * n, points: a.points * n, requests: a.requests * n };
}

export function minus(a: Amount, b: Amount): Amount {
  return plus(a, times(b, -1));
}

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce(plus, NOTHING);
}

/** Whether `cost` can be taken out of `purse`. */
export function fits(cost: Amount, purse: Amount): boolean {
  return cost.content <= purse.content && cost.points <= purse.points && cost.requests <= purse.requests;
}
