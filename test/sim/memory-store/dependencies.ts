import type { ProjectId, TaskId } from '../../../src/core/model/ids.ts';
import type { Tx } from '../../../src/ports.ts';
import type { EdgeRow } from './rows.ts';
import type { Session } from './session.ts';

type Dependencies = Pick<
  Tx['tasks'],
  | 'setDependencies'
  | 'addDependency'
  | 'removeDependency'
  | 'dependencies'
  | 'dependenciesFrom'
  | 'markDependency'
  | 'dropDependency'
>;

/** What tasks wait for. A repository is never named: a simulation has one. */
export function dependencies({ at, tables }: Session): Dependencies {
  const of = (task: TaskId) => at.all(tables.edges, `task ${task}`).filter((edge) => !edge.gone);
  const on = (project: ProjectId, issue: number) =>
    at.all(tables.edges, `on ${issue}`).filter((edge) => edge.projectId === project && !edge.gone);

  async function change(edge: EdgeRow, values: Partial<EdgeRow>): Promise<void> {
    const row = await at.lockRow(tables.edges, tables.edges.key(edge));
    if (row) at.put(tables.edges, { ...row, ...values });
  }

  async function add(edge: EdgeRow): Promise<void> {
    await at.lock(`edges ${tables.edges.key(edge)}`);
    at.put(tables.edges, edge);
  }

  async function changeOn(project: ProjectId, issue: number, values: Partial<EdgeRow>) {
    const found = on(project, issue);
    for (const edge of found) await change(edge, values);
    return [...new Set(found.map(({ taskId }) => taskId))].sort((one, other) => one - other);
  }

  return {
    async setDependencies(taskId, source, issues) {
      const wanted = new Map<number, boolean>();
      for (const { issue, closed } of issues) wanted.set(issue, closed || wanted.get(issue) === true);
      for (const edge of of(taskId)) {
        const replaced = edge.source === 'command' && source === 'native' && wanted.has(edge.onIssue);
        if (replaced || (edge.source === source && !wanted.has(edge.onIssue)))
          await change(edge, { gone: true });
      }
      const project = at.one(tables.tasks, `id ${taskId}`)?.projectId;
      if (project === undefined) throw new Error(`there is no task ${taskId}`);
      for (const [onIssue, closed] of wanted)
        await add({ taskId, projectId: project, onIssue, source, closed, gone: false });
    },
    addDependency: (taskId, { project: projectId, issue: onIssue, closed }) =>
      add({ taskId, projectId, onIssue, source: 'command', closed, gone: false }),
    async removeDependency(taskId, { issue }) {
      for (const edge of of(taskId))
        if (edge.onIssue === issue && edge.source !== 'body') await change(edge, { gone: true });
    },
    async dependencies(taskId) {
      return of(taskId).map(({ projectId: project, onIssue: issue, source }) => ({ project, issue, source }));
    },
    async dependenciesFrom(from) {
      await at.lock('dependencies');
      const reached = new Set([from.issue]);
      const found = [];
      // Grows while it is walked.
      for (const issue of reached) {
        const task = at.get(tables.tasks, `${from.project} ${issue}`);
        for (const edge of task ? of(task.id) : []) {
          reached.add(edge.onIssue);
          const { project } = from;
          found.push({ from: { project, issue }, on: { project, issue: edge.onIssue } });
        }
      }
      return found;
    },
    markDependency: ({ project, issue }, closed) => changeOn(project, issue, { closed }),
    dropDependency: ({ project, issue }) => changeOn(project, issue, { gone: true }),
  };
}
