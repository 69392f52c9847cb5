/** What the bot's answer to a claim says. */
export type ClaimReply =
  | { readonly kind: 'held'; readonly branch: string; readonly base: string }
  /** `waitsFor`: issues that have to be closed first. */
  | { readonly kind: 'taken' }
  /** `issues` have to be closed first; none named: an epic has to be further. */
  | { readonly kind: 'waits'; readonly issues: readonly number[] };

const HOLD = /Work on the branch `([^`]+)`, started from `([^`]+)`/;

/** Reads the comment as an agent has to: branch and base stand in code, in that order. */
export function readReply(body: string): ClaimReply {
  const [, branch, base] = HOLD.exec(body) ?? [];
  if (branch !== undefined && base !== undefined) return { kind: 'held', branch, base };
  if (/holds this task until/.test(body)) return { kind: 'taken' };
  if (/waits for/.test(body)) {
    return { kind: 'waits', issues: [...body.matchAll(/#(\d+)/g)].map(([, number]) => Number(number)) };
  }
  throw new Error(`No agent could make anything of this answer: ${body}`);
}

/** Whether the bot gives a task to whoever asked. */
export function tellsOfHold(body: string): boolean {
  return HOLD.test(body);
}

/** Whether the bot tells that whoever held the task no longer does. */
export function tellsOfLapse(body: string): boolean {
  return /was not heard of since/.test(body);
}

/** Whether the bot tells that a pull request left its lane without landing. */
export function tellsOfEjection(body: string): boolean {
  return /^\*\*#\d+ (?:was taken out of|is out of) the merge queue/.test(body);
}
