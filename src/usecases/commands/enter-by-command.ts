import type { Outcome } from '../../core/commands/outcome.ts';
import { atLeast } from '../../core/model/role.ts';
import type { Pull } from '../../core/model/pull.ts';
import { refusal, type Refusal } from '../../core/words/refusal.ts';
import type { Deps, Tx } from '../../ports.ts';
import { enterLane } from '../enter-lane.ts';
import { leaveDoor } from '../leave-door.ts';
import { importPull } from '../sync-pull.ts';
import { refused, type Apply, type CommandContext } from './command-context.ts';
import { subjectPull } from './subject-pull.ts';

/** What a command may hold against entering. `seen`: this head was in a lane before. */
type Objection = (facts: { readonly pull: Pull; readonly seen: boolean }) => Refusal | null;

/**
 * Puts the pull request at the lane's door on somebody's word. Whether its head is ready is judged right after, so an
 * entry that is not ready waits there.
 */
export async function enterByCommand(
  deps: Deps,
  context: CommandContext,
  objection: Objection,
): Promise<Apply> {
  const { project, actor, thread, isPull } = context;
  // The command means the head that GitHub shows now, not the one that the last webhook told of.
  if (isPull) await importPull(deps, project, thread);
  return async (tx) => {
    const pull = await subjectPull(tx, context);
    if (!pull || pull.state !== 'open') return refused(refusal, { kind: 'no_open_pull' });
    if (pull.author.id !== actor.id && !atLeast(actor.role, 'maintainer')) {
      return refused(refusal, { kind: 'not_author', author: pull.author.login });
    }
    const lane = await tx.lanes.byBranch(project.id, pull.baseRef);
    const lanes = project.config?.epics.map((epic) => epic.branch) ?? [];
    if (!lane) return refused(refusal, { kind: 'no_lane', branch: pull.baseRef, lanes });
    const problem = objection({ pull, seen: await tx.entries.seenHead(pull.id, pull.head) });
    if (problem) return refused(refusal, problem);
    return enter(tx, context, { pull, lane });
  };
}

async function enter(
  tx: Tx,
  { project, actor }: CommandContext,
  want: { pull: Pull; lane: NonNullable<Awaited<ReturnType<Tx['lanes']['byBranch']>>> },
): Promise<Outcome> {
  const { pull, lane } = want;
  const live = await tx.entries.liveOfPull(pull.id);
  if (live && live.head === pull.head)
    return refused(refusal, { kind: 'already_queued', state: live.state, branch: lane.branch });
  // An older head that still waits makes way; one that is in flight has to be taken back by its lane first.
  if (live?.state === 'waiting') await leaveDoor(tx, project, live, 'head_changed', { message: pull.head });
  const requester = { id: actor.id, login: actor.login, isBot: actor.isBot, how: 'command' as const };
  const entry = await enterLane(tx, project, { lane, pull, requester, state: 'waiting' });
  if (!entry) return refused(refusal, { kind: 'older_head_leaving' });
  await tx.pulls.doubt(pull.id);
  return { kind: 'done' };
}
