import type { AssignmentId, TaskId } from '../../../src/core/model/ids.ts';
import type { Assignment } from '../../../src/core/model/task.ts';
import type { Tx } from '../../../src/ports.ts';
import { lapsing } from './lapsing.ts';
import { protectedByLane } from './protected-by-lane.ts';
import type { AssignmentRow } from './rows.ts';
import type { Session } from './session.ts';

export function toAssignment({ at, tables }: Session, row: AssignmentRow): Assignment {
  const agent = at.one(tables.agents, `id ${row.agentId}`);
  if (!agent) throw new Error(`there is no agent ${row.agentId}`);
  return {
    id: row.id,
    taskId: row.taskId,
    agentId: row.agentId,
    agentName: agent.name,
    accountId: agent.accountId,
    accountLogin: agent.accountLogin,
    fence: row.fence,
    expiresAt: new Date(row.expiresAt),
    warnedAt: row.warnedAt === null ? null : new Date(row.warnedAt),
  };
}

function activeRow({ at, tables }: Session, task: TaskId): AssignmentRow | null {
  return at.all(tables.assignments, `task ${task}`).find((row) => row.status === 'active') ?? null;
}

export function activeAssignment(session: Session, task: TaskId): Assignment | null {
  const row = activeRow(session, task);
  return row && toAssignment(session, row);
}

/** The active row, held until the end; null when there is none by then. */
async function lockActive(session: Session, task: TaskId): Promise<AssignmentRow | null> {
  const row = activeRow(session, task);
  if (!row) return null;
  const locked = await session.at.lockRow(session.tables.assignments, String(row.id));
  return locked?.status === 'active' ? locked : null;
}

export function assignments(session: Session): Tx['assignments'] {
  const { at, tables } = session;
  const save = (row: AssignmentRow) => at.put(tables.assignments, row);

  return {
    active: async (task) => activeAssignment(session, task),
    async claim(task, agent, leaseMs) {
      const lapsed = await endLapsed(session, task, agent);
      // The unique index: whoever inserts first makes the others wait, and then read what was inserted.
      await at.lock(`assignments of task ${task}`);
      const known = await lockActive(session, task);
      const expiresAt = session.now() + leaseMs;
      if (!known) {
        const id = tables.assignments.nextId();
        const row = { id: id as AssignmentId, taskId: task, agentId: agent, status: 'active' as const };
        save({ ...row, fence: id, expiresAt, warnedAt: null, endedAt: null });
      } else if (known.agentId === agent) {
        save({ ...known, expiresAt: Math.max(known.expiresAt, expiresAt), warnedAt: null });
      }
      const row = activeRow(session, task);
      if (!row) throw new Error('a claim has no outcome');
      return { won: row.agentId === agent, assignment: toAssignment(session, row), lapsed };
    },
    async renew(task, leaseMs) {
      const row = await lockActive(session, task);
      if (row) save({ ...row, expiresAt: Math.max(row.expiresAt, session.now() + leaseMs), warnedAt: null });
    },
    async extend(task, fence, ms) {
      const row = await lockActive(session, task);
      if (row?.fence !== fence) return null;
      const extended = { ...row, expiresAt: Math.max(row.expiresAt, session.now()) + ms, warnedAt: null };
      save(extended);
      return toAssignment(session, extended);
    },
    async endedOf(task, accountId) {
      const [row] = at
        .all(tables.assignments, `task ${task}`)
        .filter((one) => one.status !== 'active' && toAssignment(session, one).accountId === accountId)
        .sort((one, other) => other.id - one.id);
      if (!row || row.status === 'active') return null;
      const { agentName } = toAssignment(session, row);
      return { agentName, fence: row.fence, how: row.status, endedAt: new Date(row.endedAt ?? 0) };
    },
    lapsing: async (task) => lapsing(session, task)[0]?.expired ?? null,
    async warn(task) {
      const row = await lockActive(session, task);
      if (row) save({ ...row, warnedAt: row.warnedAt ?? session.now() });
    },
    async end(task, how) {
      const row = await lockActive(session, task);
      if (!row) return null;
      save({ ...row, status: how, endedAt: session.now() });
      return toAssignment(session, row);
    },
    async heldBy(project, accountId) {
      return at
        .all(tables.assignments, 'active')
        .flatMap((row) => {
          const { agentName, accountId: account } = toAssignment(session, row);
          const task = at.one(tables.tasks, `id ${row.taskId}`);
          const open = task && task.projectId === project && !['done', 'failed'].includes(task.status);
          return open && account === accountId ? [{ taskId: task.id, issue: task.issue, agentName }] : [];
        })
        .sort((one, other) => one.issue - other.issue);
    },
  };
}

async function endLapsed(
  session: Session,
  task: TaskId,
  claimer: AssignmentRow['agentId'],
): Promise<Assignment | null> {
  const isOver = (row: AssignmentRow | null) =>
    row !== null &&
    row.agentId !== claimer &&
    row.expiresAt <= session.now() &&
    !protectedByLane(session, task);
  if (!isOver(activeRow(session, task))) return null;
  const row = await lockActive(session, task);
  if (!row || !isOver(row)) return null;
  session.at.put(session.tables.assignments, { ...row, status: 'lapsed', endedAt: session.now() });
  return toAssignment(session, row);
}
