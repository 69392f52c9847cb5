import { z } from 'zod';
import type { CommandName } from '../../core/model/command-name.ts';
import { EVIDENCE_TYPES } from '../../core/model/evidence.ts';
import { line } from './fields.ts';

/** What a command takes through the API, and what would follow its word in a comment. */
export interface CommandForm {
  readonly body: z.ZodType;
  /** What is in the body. */
  readonly fields: z.ZodRawShape;
  /** `said`: what `body` let through. */
  readonly args: (said: unknown) => string;
}

const word = line(2_000).regex(/^\S+$/, 'has a space in it');
const reason = line(1_000);
const nothing = form(z.strictObject({}), () => '');
const to = form(
  z.strictObject({ to: word.describe('`@login`, or the name of an agent.') }),
  (said) => said.to,
);
const because = form(z.strictObject({ reason }), (said) => said.reason);
const on = form(
  z.strictObject({ on: z.array(word).min(1).max(50).describe('`#4` or `owner/name#4`, each an issue.') }),
  (said) => said.on.join(' '),
);

export const EVIDENCE = {
  type: z.enum(EVIDENCE_TYPES),
  ref: word.describe('An https address, or a commit id of 7 to 40 digits.'),
  summary: line(300).optional(),
};

/** Every command that is about a task. The rules of what may be said are those of comments. */
export const TASK_COMMANDS: Readonly<Record<Exclude<CommandName, 'lane' | 'next' | 'help'>, CommandForm>> = {
  claim: nothing,
  release: nothing,
  assign: to,
  progress: form(
    z.strictObject({ percent: z.int().min(0).max(100), note: line(1_000).optional() }),
    ({ percent, note = '' }) => `${percent} ${note}`,
  ),
  estimate: form(z.strictObject({ hours: z.number().min(0).max(10_000) }), ({ hours }) => hours.toFixed(2)),
  priority: form(
    z.strictObject({
      priority: z.union([z.int().min(0).max(100), z.enum(['critical', 'high', 'medium', 'low'])]),
    }),
    ({ priority }) => String(priority),
  ),
  depends: on,
  undepends: on,
  block: because,
  unblock: nothing,
  evidence: form(z.strictObject(EVIDENCE), ({ type, ref, summary = '' }) => `${type} ${ref} ${summary}`),
  extend: form(
    z.strictObject({ by: word.optional().describe('`2h` or `90m`; another whole lease without it.') }),
    ({ by = '' }) => by,
  ),
  handoff: to,
  fail: because,
  reopen: nothing,
  merge: form(
    z.strictObject({ sha: word.optional().describe('The head that is meant; agents have to name it.') }),
    ({ sha = '' }) => sha,
  ),
  dequeue: nothing,
  retry: nothing,
  hold: nothing,
  unhold: nothing,
  status: nothing,
};

/** A body of which every part may be left out may be left out itself. */
function form<Body extends z.ZodObject>(body: Body, args: (said: z.output<Body>) => string): CommandForm {
  const optional = body.safeParse({}).success;
  return {
    body: optional ? body.nullish() : body,
    fields: body.shape,
    args: (said) => args(body.parse(said ?? {})),
  };
}
