import type { FastifyRequest } from 'fastify';
import { assertNever } from '../../core/assert-never.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import type { WhyNot } from '../../core/commands/why-not.ts';
import type { CommandName } from '../../core/model/command-name.ts';
import { refusal } from '../../core/words/refusal.ts';
import { HttpProblem } from '../http-problem.ts';
import type { Order } from '../../core/commands/order.ts';
import type { ApiDeps } from './api-deps.ts';

/** Refusals that are about who asks; every other one is about how things stand. */
const FORBIDDEN: readonly WhyNot['kind'][] = [
  'needs_role',
  'unlisted_bot',
  'not_author',
  'other_holds',
  'nobody_holds',
  'hold_over',
  'not_allowed',
];

/** Who asks, and whether it is to be done once. */
export type Asker = Pick<FastifyRequest, 'caller' | 'once'>;

/**
 * Has a command carried out that a program asks for. Returns what a comment would have been answered; throws what it
 * would have been refused with.
 */
export async function carryOut(
  { order }: Pick<ApiDeps, 'order'>,
  { caller, once }: Asker,
  about: Pick<Order, 'project' | 'thread' | 'isPull' | 'branch'>,
  { name, args }: { readonly name: CommandName; readonly args: string },
): Promise<string | null> {
  if (caller === null) throw new Error(`anybody may ask for ${name}`);
  const spec = COMMANDS[name];
  const text = `/${name} ${args}`.trim();
  const command = spec.parse(args.trim());
  if (!command.ok) {
    const problem = refusal({ kind: 'usage', usage: spec.usage, problem: command.error });
    throw new HttpProblem(400, problem, { reason: 'usage' });
  }
  const ordered = await order({ ...about, by: caller, once, command: command.value, text });
  if (!ordered) throw new HttpProblem(404, 'This project is gone.');
  switch (ordered.kind) {
    case 'done':
      return ordered.reply ?? null;
    case 'refused':
      throw new HttpProblem(
        FORBIDDEN.includes(ordered.why.kind) ? 403 : 409,
        ordered.reply,
        members(ordered.why),
      );
    case 'withheld':
      throw new HttpProblem(429, ordered.reply, { reason: 'loop' });
    case 'nobody':
      throw new HttpProblem(403, ordered.reply, { reason: 'nobody' });
    default:
      return assertNever(ordered);
  }
}

function members(why: WhyNot): Readonly<Record<string, unknown>> {
  const { kind: reason } = why;
  if (why.kind === 'held') return { reason, holder: why.by, expiresAt: why.until };
  return why.kind === 'other_holds' ? { reason, holder: why.holder } : { reason };
}
