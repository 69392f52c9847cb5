import type { ClaimRefusal } from '../../core/claim-refusal.ts';
import { decideClaim, heldBy } from '../../core/claim.ts';
import type { ClaimCommand } from '../../core/commands/claim.ts';
import type { Actor } from '../../core/model/actor.ts';
import { atLeast } from '../../core/model/role.ts';
import type { Project } from '../../core/model/project.ts';
import type { Assignment, Task } from '../../core/model/task.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { nextStatus } from '../../core/task-transition.ts';
import { claimRefusal } from '../../core/words/claim-refusal.ts';
import { claimReply } from '../../core/words/claim-reply.ts';
import type { AgentRow, Deps, Tx } from '../../ports.ts';
import { doubtReach } from '../doubt-reach.ts';
import { followReach } from '../follow-reach.ts';
import { meetHolder } from '../meet-holder.ts';
import { showTask } from '../show-task.ts';
import { tellLapsed } from '../tell-lapsed.ts';
import { refuse, refused, type Apply, type CommandContext } from './command-context.ts';
import { knowTask } from './know-task.ts';
import { subjectTask } from './subject-task.ts';

/** Takes a task under a lease. Two who ask at once get one winner; the other is told who and until when. */
export async function claim(deps: Deps, context: CommandContext, command: ClaimCommand): Promise<Apply> {
  const { project } = context;
  const config = project.config;
  if (!config) return refuse(claimRefusal, { kind: 'untracked', labels: [] });
  await knowTask(deps, context);
  await followCode(deps, context);

  return async (tx) => {
    const agent = await claimingAgent(tx, context, command.as);
    if (!agent.ok) return refused(claimRefusal, agent.error);
    const holding = await tx.agents.lockHoldings(agent.value.id);
    // Somebody may have taken it out of service while the lock was waited for; a person's row is made anyhow.
    if (!(await tx.agents.byName(project.id, agent.value.name)))
      return refused(claimRefusal, outOfService(agent.value.name));
    const task = await subjectTask(tx, context);
    const epicLabels = config.epics.map((epic) => epic.label);
    if (!task) return refused(claimRefusal, { kind: 'untracked', labels: epicLabels });

    const decision = decideClaim({
      task,
      missing: await tx.tasks.missing(task.id),
      holder: await tx.assignments.active(task.id),
      agent: agent.value,
      holding,
      epicLabels,
      now: deps.clock.now(),
    });
    if (!decision.ok) return refused(claimRefusal, decision.error);

    const { won, assignment, lapsed } = await tx.assignments.claim(
      task.id,
      agent.value.id,
      config.claims.leaseMs,
    );
    if (lapsed) await endedBefore(tx, project, task, lapsed);
    if (!won) {
      const refusal = heldBy(assignment, agent.value.accountId, deps.clock.now());
      return refused(claimRefusal, refusal);
    }
    const status = nextStatus(task.status, { kind: 'claimed' });
    if (status) await tx.tasks.setStatus(task.id, status);
    await tx.activity({
      projectId: project.id,
      taskId: task.id,
      kind: decision.value === 'take' ? 'task.claimed' : 'task.renewed',
      actor: agent.value.name,
      detail: { until: assignment.expiresAt, fence: assignment.fence },
    });
    if (decision.value === 'take') await meetHolder(tx, project, task.id, agent.value);
    await showTask(tx, project, task.id);
    const { epic } = await tx.tasks.card(task.id);
    return {
      kind: 'done',
      reply: claimReply({
        issue: task.issue,
        title: task.title,
        agent: agent.value.name,
        base: epic?.branch ?? '',
        until: assignment.expiresAt,
      }),
    };
  };
}

/** Code that the task waits for may have come meanwhile, by other ways than a sync, or have gone again. */
async function followCode(deps: Deps, { project, thread }: CommandContext): Promise<void> {
  if (!project.config?.epics.some(({ sync }) => sync.length > 0)) return;
  const lane = await deps.store.transaction(async (tx) => {
    const task = await tx.tasks.lock(project.id, thread);
    if (!task || (await tx.tasks.dependencies(task.id)).length === 0) return null;
    const { epic } = await tx.tasks.card(task.id);
    return epic && (await tx.lanes.byBranch(project.id, epic.branch));
  });
  if (!lane) return;
  await doubtReach(deps, project, lane.id);
  await followReach(deps, project, lane.id);
}

/** Somebody else's lease was over: no claim vanishes without a word. */
async function endedBefore(tx: Tx, project: Project, task: Task, lapsed: Assignment): Promise<void> {
  await tx.activity({
    projectId: project.id,
    taskId: task.id,
    kind: 'task.lapsed',
    actor: 'flotilla',
    detail: { holder: lapsed.agentName, fence: lapsed.fence },
  });
  await tellLapsed(tx, project, task, lapsed);
}

/** Which agent the account speaks for. People with write access are agents of their own name. */
async function claimingAgent(
  tx: Tx,
  { project, actor }: CommandContext,
  as: string | null,
): Promise<Result<AgentRow, ClaimRefusal>> {
  const mine = await tx.agents.byAccount(project.id, actor.id);
  // Listed and not there: what the configuration lists is active, unless a maintainer said otherwise.
  const idle = actor.agents.find(({ name }) => !mine.some((agent) => agent.name === name));
  if (idle && (as === idle.name || actor.agents.length === 1)) return err(outOfService(idle.name));
  if (as !== null) return namedAgent(await tx.agents.byName(project.id, as), mine, as);
  const listed = mine.filter((agent) => actor.agents.some((config) => config.name === agent.name));
  const [only, ...others] = listed;
  if (only && others.length === 0) return ok(only);
  if (only) return err({ kind: 'ambiguous_agent', names: listed.map((agent) => agent.name) });
  return person(tx, project.id, actor);
}

function outOfService(agent: string): ClaimRefusal {
  return { kind: 'not_allowed', why: { kind: 'deactivated', agent } };
}

function namedAgent(
  named: AgentRow | null,
  mine: readonly AgentRow[],
  as: string,
): Result<AgentRow, ClaimRefusal> {
  if (named && mine.some((agent) => agent.id === named.id)) return ok(named);
  if (named) return err({ kind: 'not_allowed', why: { kind: 'other_account', agent: as } });
  return err({ kind: 'unknown_agent', name: as, names: mine.map((agent) => agent.name) });
}

async function person(
  tx: Tx,
  project: CommandContext['project']['id'],
  actor: Actor,
): Promise<Result<AgentRow, ClaimRefusal>> {
  if (actor.isBot)
    return err({ kind: 'not_allowed', why: { kind: 'unlisted_bot', id: actor.id, login: actor.login } });
  if (!atLeast(actor.role, 'writer')) return err({ kind: 'not_allowed', why: { kind: 'needs_write' } });
  return ok(await tx.agents.ensurePerson(project, actor));
}
