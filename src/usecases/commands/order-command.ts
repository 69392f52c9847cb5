import { breaker, isTurn, type Tripped } from '../../core/breaker.ts';
import { isOwn } from '../../core/check-hold.ts';
import type { Command } from '../../core/commands/command.ts';
import type { Order, Ordered } from '../../core/commands/order.ts';
import type { Outcome } from '../../core/commands/outcome.ts';
import type { Caller } from '../../core/model/caller.ts';
import type { CommandName } from '../../core/model/command-name.ts';
import type { Project } from '../../core/model/project.ts';
import { tokenActor } from '../../core/token-actor.ts';
import { actsAsNoAgent, listedNoMore } from '../../core/words/asker-refusal.ts';
import { breakerReply } from '../../core/words/breaker-reply.ts';
import { holdRefusal } from '../../core/words/hold-refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';
import { renewLease } from '../renew-lease.ts';
import { refused, type CommandContext } from './command-context.ts';
import { prepareCommand } from './prepare-command.ts';
import { speak } from './speak.ts';
import { subjectPull } from './subject-pull.ts';
import { subjectTask } from './subject-task.ts';

/** What somebody else has to learn of, whoever asked. */
const TOLD: readonly CommandName[] = ['assign', 'handoff', 'fail'];
/** What only somebody can ask for who can hold a task. */
const OF_AGENTS: readonly CommandName[] = ['claim', 'next'];
/** What is about a pull request, which belongs to an account and not to one of its agents. */
const OF_PULLS: readonly CommandName[] = ['merge', 'dequeue', 'retry'];

/**
 * Carries out what a comment with the same command would, by the same rules and with the same words, once. Null: there
 * is no such project.
 */
export async function orderCommand(deps: Deps, order: Order): Promise<Ordered | null> {
  const project = await deps.store.read.project(order.project);
  if (!project) return null;
  const ordered = order.once?.done
    ? ({ kind: 'done', ...order.once.done } as const)
    : await carryOut(deps, project, order);
  if (order.isPull && ordered.kind !== 'nobody') await judgePull(deps, project, order.thread);
  return ordered;
}

async function carryOut(deps: Deps, project: Project, order: Order): Promise<Ordered> {
  const { by, command, thread, isPull, branch } = order;
  const actor = tokenActor(by, project.config);
  if (!actor) return { kind: 'nobody', reply: listedNoMore(by.agent?.name ?? '') };
  if (by.agent === null && !by.person && OF_AGENTS.includes(command.name))
    return { kind: 'nobody', reply: actsAsNoAgent() };
  const context = { project, actor, thread, isPull, ...(branch === undefined ? {} : { branch }) };
  const apply = await prepareCommand(deps, context, command);
  return deps.store.transaction(async (tx): Promise<Ordered> => {
    await signOfLife(tx, context, by);
    const tripped = await loops(tx, context);
    const outcome = tripped
      ? ({ kind: 'withheld', reply: breakerReply(actor, tripped) } as const)
      : ((await ofSibling(tx, context, command)) ?? (await apply(tx)));
    await tx.commands.save({
      project: project.id,
      commentId: null,
      line: 1,
      text: order.text.slice(0, 1_000),
      actorId: actor.id,
      outcome: outcome.kind,
      thread,
      bot: actor.isBot,
      turn: outcome.kind === 'done' && isTurn(command.name),
    });
    if (outcome.kind === 'done' && outcome.reply !== undefined && TOLD.includes(command.name))
      await speak(tx, context, order.text, { key: `asked:${deps.newId()}`, body: outcome.reply });
    // A refusal changes nothing, and may be another one when it is asked for again.
    if (outcome.kind === 'done' && order.once)
      await tx.settleWrite(order.once, outcome.reply === undefined ? {} : { reply: outcome.reply });
    return outcome;
  });
}

/** An agent that asks for something lives, and keeps the task that it speaks of if it holds it. */
async function signOfLife(tx: Tx, context: CommandContext, { agent }: Caller): Promise<void> {
  if (agent === null) return;
  await tx.agents.beat(agent.id);
  const { project, actor } = context;
  const task = await subjectTask(tx, context);
  const holder = task && (await tx.assignments.active(task.id));
  if (holder && isOwn(actor, holder)) await renewLease(tx, project, task.id, actor.id);
}

/** What is asked for outside of any thread is nobody's turn in one. */
async function loops(tx: Tx, { project, actor, thread }: CommandContext): Promise<Tripped | null> {
  if (!actor.isBot) return null;
  const recent = await tx.commands.recent(project.id, thread, actor.id);
  return breaker(actor, thread === 0 ? { ...recent, byBotsHere: 0, turns: [] } : recent);
}

/** Several agents may share an account; a token is for one of them. */
async function ofSibling(tx: Tx, context: CommandContext, { name }: Command): Promise<Outcome | null> {
  const { actor } = context;
  const pull = OF_PULLS.includes(name) ? await subjectPull(tx, context) : null;
  const holder = pull?.taskId ? await tx.assignments.active(pull.taskId) : null;
  if (!holder || holder.accountId !== actor.id || isOwn(actor, holder)) return null;
  return refused(holdRefusal, { kind: 'other_holds', holder: holder.agentName, maintainers: true });
}
