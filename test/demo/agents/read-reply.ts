/** What the bot's answer to a claim says. */
export type ClaimReply =
  | { readonly kind: 'held'; readonly branch: string; readonly base: string }
  /** `waitsFor`: issues that have to be closed first. */
  | { readonly kind: 'refused'; readonly why: string; readonly waitsFor: readonly number[] };

/** Reads the comment as an agent has to: branch and base stand in code, in that order. */
export function readReply(body: string): ClaimReply {
  const [, branch, base] = /Work on the branch `([^`]+)`, started from `([^`]+)`/.exec(body) ?? [];
  if (branch !== undefined && base !== undefined) return { kind: 'held', branch, base };
  const waitsFor = /waits for/.test(body) ? [...body.matchAll(/#(\d+)/g)].map(([, number]) => Number(number)) : [];
  return { kind: 'refused', why: body, waitsFor };
}

/** Whether the bot tells that whoever held the task no longer does. */
export function tellsOfLapse(body: string): boolean {
  return /was not heard of since/.test(body);
}

/** Whether the bot tells that a pull request left its lane without landing. */
export function tellsOfEjection(body: string): boolean {
  return /^\*\*#\d+ (?:was taken out of|is out of) the merge queue/.test(body);
}
