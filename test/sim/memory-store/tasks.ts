import type { TaskId } from '../../../src/core/model/ids.ts';
import type { Tx } from '../../../src/ports.ts';
import { missingOf } from './missing.ts';
import type { TaskRow } from './rows.ts';
import type { Session } from './session.ts';
import { taskCard } from './task-card.ts';

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
    async upsert({ labels, ...task }) {
      void labels;
      const known = await at.lockRow(tables.tasks, `${task.projectId} ${task.issue}`);
      if (known && known.snapshotAt > task.snapshotAt) return known;
      const row: TaskRow = known
        ? { ...known, ...task }
        : {
            ...task,
            id: tables.tasks.nextId() as TaskId,
            status: 'pending',
            blockedReason: null,
            claimedPercent: 0,
            progressNote: null,
            held: false,
          };
      at.put(tables.tasks, row);
      return row;
    },
    setStatus: (id, status, blockedReason = null) =>
      change(id, { status, blockedReason: status === 'blocked' ? blockedReason : null }),
    async setClaimedPercent(id, claimedPercent, said) {
      const holds = at.all(tables.assignments, String(id)).filter((row) => row.status === 'active');
      if (said && !holds.some(({ fence }) => fence === said.fence)) return false;
      await change(id, { claimedPercent, progressNote: said?.note ?? null });
      return true;
    },
    setEstimate: (id, estimateHours) => change(id, { estimateHours }),
    setPriority: (id, priority) => change(id, { priority }),
    setHeld: (id, held) => change(id, { held }),
    async setDependencies(taskId, source, issues) {
      const task = at.one(tables.tasks, `id ${taskId}`);
      if (!task) throw new Error(`there is no task ${taskId}`);
      const wanted = new Map<number, boolean>();
      for (const { issue, closed } of issues) wanted.set(issue, closed || wanted.get(issue) === true);
      for (const edge of at.all(tables.edges, `task ${taskId}`)) {
        if (edge.source !== source || wanted.has(edge.onIssue)) continue;
        if (!edge.gone) at.put(tables.edges, { ...edge, gone: true });
      }
      for (const [onIssue, closed] of wanted) {
        const edge = { taskId, projectId: task.projectId, onIssue, source, closed, gone: false };
        await at.lock(`edges ${tables.edges.key(edge)}`);
        at.put(tables.edges, edge);
      }
    },
    async markDependency({ project, issue }, closed) {
      const found = new Set<TaskId>();
      for (const edge of at.all(tables.edges)) {
        if (edge.projectId !== project || edge.onIssue !== issue || edge.gone) continue;
        const row = await at.lockRow(tables.edges, tables.edges.key(edge));
        if (row) at.put(tables.edges, { ...row, closed });
        found.add(edge.taskId);
      }
      return [...found].sort((one, other) => one - other);
    },
    async dropDependency({ project, issue }) {
      const found = new Set<TaskId>();
      for (const edge of at.all(tables.edges)) {
        if (edge.projectId !== project || edge.onIssue !== issue || edge.gone) continue;
        at.put(tables.edges, { ...edge, gone: true });
        found.add(edge.taskId);
      }
      return [...found].sort((one, other) => one - other);
    },
    // The simulation has one repository, and nobody there says what only a command can.
    async addDependency(taskId, { project: projectId, issue: onIssue, closed }) {
      at.put(tables.edges, { taskId, projectId, onIssue, source: 'command', closed, gone: false });
    },
    async removeDependency(taskId, { issue }) {
      for (const edge of at.all(tables.edges)) {
        if (edge.taskId === taskId && edge.onIssue === issue && edge.source !== 'body')
          at.put(tables.edges, { ...edge, gone: true });
      }
    },
    async dependencies(taskId) {
      return at
        .all(tables.edges)
        .filter((edge) => edge.taskId === taskId && !edge.gone)
        .map(({ projectId: project, onIssue: issue, source }) => ({ project, issue, source }));
    },
    async dependenciesFrom({ project }) {
      return at
        .all(tables.edges)
        .filter((edge) => edge.projectId === project && !edge.gone)
        .map((edge) => ({
          from: { project, issue: at.all(tables.tasks).find(({ id }) => id === edge.taskId)?.issue ?? 0 },
          on: { project, issue: edge.onIssue },
        }));
    },
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
