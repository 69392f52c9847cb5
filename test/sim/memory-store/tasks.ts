import type { TaskId } from '../../../src/core/model/ids.ts';
import type { Tx } from '../../../src/ports.ts';
import { dependencies } from './dependencies.ts';
import { isLive } from './entry-order.ts';
import { missingOf } from './missing.ts';
import type { EntryRow, TaskRow } from './rows.ts';
import type { Session } from './session.ts';
import { taskCard } from './task-card.ts';

/** What the issue said last, beside what a command may have made of it since. */
interface SaidRow extends TaskRow {
  readonly issuePriority: number;
  readonly issueEstimate: number | null;
}

export function tasks(session: Session): Tx['tasks'] {
  const { at, tables } = session;

  function keyOf(id: TaskId): string | null {
    const row = at.one(tables.tasks, `id ${id}`);
    return row ? tables.tasks.key(row) : null;
  }

  async function change(id: TaskId, values: Partial<TaskRow>): Promise<void> {
    const key = keyOf(id);
    const row = key && (await at.lockRow(tables.tasks, key));
    if (row) at.put(tables.tasks, { ...row, ...values });
  }

  async function changeEntry(entry: EntryRow, priority: number): Promise<void> {
    const row = await at.lockRow(tables.entries, tables.entries.key(entry));
    if (row) at.put(tables.entries, { ...row, priority });
  }

  return {
    async lock(project, issue) {
      const key = `${project} ${issue}`;
      return at.get(tables.tasks, key) && at.lockRow(tables.tasks, key);
    },
    async lockById(id) {
      const key = keyOf(id);
      return key === null ? null : at.lockRow(tables.tasks, key);
    },
    // Nobody simulated asks what comes next.
    open: async () => [],
    async upsert({ labels, paths, parentIssue, ...task }) {
      void labels;
      void paths;
      void parentIssue;
      const known = await at.lockRow(tables.tasks, `${task.projectId} ${task.issue}`);
      if (known && known.snapshotAt > task.snapshotAt) return { task: known, isNew: false };
      const said = { issuePriority: task.priority, issueEstimate: task.estimateHours };
      const row: SaidRow = known
        ? { ...known, ...task, ...said, ...keptBy(known as SaidRow, task) }
        : {
            ...task,
            ...said,
            id: tables.tasks.nextId() as TaskId,
            status: 'pending',
            blockedReason: null,
            claimedPercent: 0,
            progressNote: null,
            held: false,
          };
      at.put(tables.tasks, row);
      return { task: row, isNew: known === null };
    },
    setStatus: (id, status, blockedReason = null) =>
      change(id, { status, blockedReason: status === 'blocked' ? blockedReason : null }),
    async setClaimedPercent(id, claimedPercent, said) {
      const holds = at.all(tables.assignments, `task ${id}`).filter((row) => row.status === 'active');
      if (said && !holds.some(({ fence }) => fence === said.fence)) return false;
      await change(id, { claimedPercent, progressNote: said?.note ?? null });
      return true;
    },
    setEstimate: (id, estimateHours) => change(id, { estimateHours }),
    async setPriority(id, priority) {
      await change(id, { priority });
      for (const pull of at.all(tables.pulls, `task ${id}`))
        for (const entry of at.all(tables.entries, `pull ${pull.id}`))
          if (isLive(entry)) await changeEntry(entry, priority);
    },
    setHeld: (id, held) => change(id, { held }),
    async hear(taskId, turn) {
      const known = await at.lockRow(tables.heardTurns, `${taskId} ${turn.about}`);
      const isNews =
        !known || known.at < turn.at || (known.at.getTime() === turn.at.getTime() && known.on !== turn.on);
      if (isNews) at.put(tables.heardTurns, { ...turn, taskId });
      return isNews;
    },
    isHeard: async (id, about) => at.get(tables.heardTurns, `${id} ${about}`)?.on === true,
    ...dependencies(session),
    missing: async (id) => missingOf(session, id),
    card: async (id) => taskCard(session, id),
    async epicByLabels(project, labels) {
      const epic = at
        .all(tables.epics)
        .filter((row) => row.projectId === project && row.active && labels.includes(row.label))
        .sort((one, other) => one.id - other.id)[0];
      return epic?.id ?? null;
    },
  };
}

/** A command's word stands until the issue says something new. */
function keptBy(
  known: SaidRow,
  said: Pick<TaskRow, 'priority' | 'estimateHours'>,
): Pick<TaskRow, 'priority' | 'estimateHours'> {
  return {
    priority: known.issuePriority === said.priority ? known.priority : said.priority,
    estimateHours: known.issueEstimate === said.estimateHours ? known.estimateHours : said.estimateHours,
  };
}
