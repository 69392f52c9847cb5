import { assertNever } from '../../core/assert-never.ts';
import type { Command } from '../../core/commands/command.ts';
import { parseCommands, type ParsedLine } from '../../core/commands/parse-commands.ts';
import { COMMANDS } from '../../core/commands/table.ts';
import { atLeast, type Account, type Actor } from '../../core/model/actor.ts';
import type { RepoEvent } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import { refusal } from '../../core/words/refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { judgePull } from '../judge-pull.ts';
import { resolveActor } from '../resolve-actor.ts';
import { claim } from './claim.ts';
import { refuse, type Apply, type CommandContext, type Outcome } from './command-context.ts';
import { dequeue } from './dequeue.ts';
import { help } from './help.ts';
import { hold, unhold } from './hold.ts';
import { lane } from './lane.ts';
import { merge } from './merge.ts';
import { release } from './release.ts';
import { retry } from './retry.ts';
import { status } from './status.ts';

/** More replies than this in one thread within an hour are a loop, not a conversation. */
const REPLIES_PER_HOUR = 10;

type Comment = Extract<RepoEvent, { kind: 'comment' }>;

/** Runs the commands of a new comment, in order, each once: the comment and the line are their key. */
export async function runComment(
  deps: Deps,
  project: Project,
  comment: Comment,
  sender: Account,
): Promise<void> {
  await deps.store.transaction((tx) => tx.agents.seen(project.id, sender.id));
  const lines = parseCommands(deps.markdown.plainLines(comment.body));
  if (lines.length === 0) return;
  const actor = await resolveActor(deps, project, sender);
  const context: CommandContext = { project, actor, thread: comment.issue, isPull: comment.isPull };
  for (const line of lines) await runLine(deps, context, comment, line);
  if (comment.isPull) await judgePull(deps, project, comment.issue);
}

async function runLine(
  deps: Deps,
  context: CommandContext,
  comment: Comment,
  line: ParsedLine,
): Promise<void> {
  const key = { project: context.project.id, commentId: comment.commentId, line: line.line };
  const apply = await prepare(deps, context, line);
  await deps.store.transaction(async (tx) => {
    if (await tx.commands.known(key.project, key.commentId, key.line)) return;
    const outcome = apply === 'unknown' ? apply : await apply(tx);
    await tx.commands.save({
      ...key,
      text: line.text.slice(0, 1_000),
      actorId: context.actor.id,
      outcome: outcome === 'unknown' ? outcome : outcome.kind,
    });
    await answer(tx, context, comment, line, outcome);
  });
}

async function prepare(deps: Deps, context: CommandContext, line: ParsedLine): Promise<Apply | 'unknown'> {
  const { command } = line;
  if (!command.ok) {
    return command.error.kind === 'unknown' ? 'unknown' : refuse(refusal(command.error));
  }
  const spec = COMMANDS[command.value.name];
  if (!spec.working) return refuse(refusal({ kind: 'not_available', usage: spec.usage }));
  const needed = context.project.config?.commands[spec.name] ?? spec.role;
  if (!atLeast(context.actor.role, needed)) return refuse(notAllowed(context, needed, spec.who));
  return run(deps, context, command.value);
}

function notAllowed({ actor }: CommandContext, needed: Actor['role'], who: string): string {
  return actor.isBot && actor.agents.length === 0
    ? refusal({ kind: 'unlisted_bot', id: actor.id, login: actor.login })
    : refusal({ kind: 'needs_role', has: actor.role, needs: needed, who });
}

/** The table from command to use case. */
function run(deps: Deps, context: CommandContext, command: Command): Promise<Apply> {
  switch (command.name) {
    case 'claim':
      return claim(deps, context, command);
    case 'release':
      return release(deps, context);
    case 'status':
      return status(deps, context);
    case 'help':
      return help();
    case 'merge':
      return merge(deps, context, command);
    case 'dequeue':
      return dequeue(deps, context);
    case 'retry':
      return retry(deps, context);
    case 'hold':
      return hold(deps, context);
    case 'unhold':
      return unhold(deps, context);
    case 'lane':
      return lane(deps, context, command);
    case 'assign':
    case 'progress':
    case 'estimate':
    case 'priority':
    case 'depends':
    case 'undepends':
    case 'block':
    case 'unblock':
    case 'evidence':
    case 'extend':
    case 'handoff':
    case 'fail':
    case 'reopen':
    case 'next':
      return Promise.resolve(refuse(refusal({ kind: 'not_available', usage: COMMANDS[command.name].usage })));
    default:
      return assertNever(command);
  }
}

/** A reaction always; words only when somebody has to read them, and never in a loop. */
async function answer(
  tx: Tx,
  context: CommandContext,
  comment: Comment,
  line: ParsedLine,
  outcome: Outcome | 'unknown',
): Promise<void> {
  const { project, actor } = context;
  const kind = outcome === 'unknown' ? 'unknown' : outcome.kind;
  const reaction = ({ unknown: 'confused', done: '+1', refused: '-1' } as const)[kind];
  const base = { projectId: project.id, settleMs: 0 };
  // One comment can carry several commands: each kind of outcome is shown once.
  await tx.effects.want({
    ...base,
    key: `reaction:${comment.commentId}:${reaction}`,
    kind: 'reaction',
    commentId: comment.commentId,
    content: reaction,
  });
  const reply = outcome === 'unknown' ? undefined : outcome.reply;
  if (reply === undefined) return;
  if ((await tx.effects.repliesInLastHour(project.id, comment.issue)) >= REPLIES_PER_HOUR) {
    await tx.activity({
      projectId: project.id,
      kind: 'reply.withheld',
      actor: actor.login,
      detail: { issue: comment.issue, line: line.text.slice(0, 200) },
    });
    return;
  }
  await tx.effects.want({
    ...base,
    key: replyKey(context, comment, line, outcome),
    kind: 'comment',
    issue: comment.issue,
    body: reply,
  });
}

/** A bot that is not on the list is answered once in a project, whatever it says and wherever. */
function replyKey(
  { actor }: CommandContext,
  comment: Comment,
  line: ParsedLine,
  outcome: Outcome | 'unknown',
): string {
  const stranger =
    actor.isBot && actor.agents.length === 0 && outcome !== 'unknown' && outcome.kind === 'refused';
  return stranger ? `unlisted:${actor.id}` : `reply:${comment.commentId}:${line.line}`;
}
