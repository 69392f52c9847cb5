import type { ProjectId } from '../../../src/core/model/ids.ts';
import type { Polls } from '../../../src/ports.ts';
import type { Runner } from '../scheduler.ts';
import type { Database } from './database.ts';
import { isLive } from './entry-order.ts';
import type { PollRow, PullRow } from './rows.ts';
import type { Session } from './session.ts';
import type { Transaction } from './transaction.ts';

/** GitHub's times have whole seconds. */
const A_SECOND_MS = 1_000;
const CLOCKS_DIFFER_MS = 60_000;

/** How far the changes of each project were polled, as `src/db/polls.ts` keeps it, on tables in memory. */
export function polls(database: Database, runner: Runner): Polls {
  const { tables } = database;

  async function statement<T>(work: (at: Transaction) => T | Promise<T>): Promise<T> {
    const at = database.begin(runner);
    try {
      const result = await work(at);
      at.commit();
      return result;
    } catch (error) {
      at.rollback();
      throw error;
    }
  }

  function change(project: ProjectId, next: (row: PollRow) => Partial<PollRow>): Promise<void> {
    return statement(async (at) => {
      const row = await at.lockRow(tables.polls, String(project));
      if (row) at.put(tables.polls, { ...row, ...next(row) });
    });
  }

  return {
    cursors: (project) =>
      statement((at) => {
        const row = at.get(tables.polls, String(project));
        if (!row) throw new Error('a project has no polls');
        return row;
      }),
    saveComments: (project, cursor) =>
      change(project, ({ comments }) => (comments.newest <= cursor.newest ? { comments: cursor } : {})),
    saveIssues: (project, newest) => change(project, ({ issues }) => ({ issues: later(issues, newest) })),
    savePulls: (project, newest) => change(project, ({ pulls }) => ({ pulls: later(pulls, newest) })),
    commandsRan: (project, commentId) =>
      statement((at) =>
        at.all(tables.commands).some((row) => row.projectId === project && row.commentId === commentId),
      ),
    closeHeard: (project, issue, closedAt) =>
      statement((at) => {
        const task = at.get(tables.tasks, `${project} ${issue}`);
        const from = closedAt.getTime() - CLOCKS_DIFFER_MS;
        return at
          .all(tables.activity)
          .some((line) => line.taskId === task?.id && line.kind === 'task.close_ignored' && line.at >= from);
      }),
    reopenHeard: (project, issue, reopenedAt) =>
      statement((at) => {
        const task = at.get(tables.tasks, `${project} ${issue}`);
        if (!task) return false;
        const heard = at.get(tables.heardTurns, `${task.id} open`);
        const labels = at.get(tables.effects, `${project} labels:${task.id}`);
        const from = reopenedAt.getTime() + A_SECOND_MS;
        return (
          (heard?.on === true && heard.at >= reopenedAt) ||
          (labels !== null && labels.version > labels.sentVersion) ||
          at
            .all(tables.activity)
            .some((line) => line.taskId === task.id && line.kind === 'task.failed' && line.at > from)
        );
      }),
    isHeard: (project, about) =>
      statement((at) => {
        const tasks = new Set(
          at
            .all(tables.tasks)
            .filter((task) => task.projectId === project)
            .map(({ id }) => id),
        );
        return at
          .all(tables.heardTurns)
          .some((row) => row.on && row.about === about && tasks.has(row.taskId));
      }),
    issueKnown: (project, issue) =>
      statement((at) => {
        const task = at.get(tables.tasks, `${project} ${issue}`);
        if (!task) return null;
        const holds = at.all(tables.assignments, `task ${task.id}`).find((row) => row.status === 'active');
        const heard = at
          .all(tables.heardTurns, `task ${task.id}`)
          .filter(({ on, about }) => on && about !== 'open' && !about.startsWith('pull '))
          .map(({ about }) => about)
          .toSorted();
        return {
          heard,
          holder: (holds && at.one(tables.agents, `id ${holds.agentId}`)?.name) ?? null,
          // The simulated issues have none.
          parent: null,
          blockers: at
            .all(tables.edges, `task ${task.id}`)
            .filter(({ source, gone }) => source === 'native' && !gone)
            .map(({ projectId, onIssue }) => ({ project: projectId, issue: onIssue }))
            .toSorted((one, other) => one.issue - other.issue),
        };
      }),
    openWork: (project) =>
      statement((at) => ({
        issues: at
          .all(tables.tasks)
          .filter((task) => task.projectId === project && task.status !== 'done' && task.status !== 'failed')
          .map(({ issue }) => issue)
          .sort((one, other) => one - other),
        pulls: at
          .all(tables.pulls, 'open')
          .filter((pull) => pull.projectId === project)
          .map(({ number }) => number)
          .sort((one, other) => one - other),
        lanes: at
          .all(tables.lanes)
          .filter((lane) => lane.projectId === project)
          .sort((one, other) => one.id - other.id)
          .map(({ branch, paused }) => ({ branch, missing: paused?.reason === 'target_missing' })),
      })),
    lookAtIdlePulls: (project) =>
      statement(async (at) => {
        for (const found of at.all(tables.pulls, 'open')) {
          if (found.projectId !== project || !isIdle({ at, tables }, found)) continue;
          const row = await at.lockRow(tables.pulls, tables.pulls.key(found));
          if (row?.state === 'open' && row.lookAt === null)
            at.put(tables.pulls, { ...row, lookAt: database.now() });
        }
      }),
  };
}

function isIdle({ at, tables }: Pick<Session, 'at' | 'tables'>, pull: PullRow): boolean {
  if (pull.lookAt !== null) return false;
  const lanes = at.all(tables.lanes, `branch ${pull.baseRef}`);
  if (!lanes.some((lane) => lane.projectId === pull.projectId)) return false;
  return !at.all(tables.entries, `pull ${pull.id}`).some((row) => isLive(row) && row.state !== 'waiting');
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}
