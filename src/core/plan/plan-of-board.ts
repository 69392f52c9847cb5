import { agentOfLabel } from '../labels.ts';
import { TASK_STATUSES, type TaskStatus } from '../model/task.ts';
import type { Board, BoardIssue } from './board.ts';
import { epicLabel, saidByLabels } from './plan-labels.ts';
import type { Plan, PlanAgent, PlanEpic, PlanTask } from './plan.ts';

/**
 * The plan that GitHub shows: to apply it would change nothing. `leftOut` says which issues belong to no epic any more.
 * Where an issue exists twice, the older one counts.
 */
export function planOfBoard(
  board: Board,
  repository: string,
): { readonly plan: Plan; readonly leftOut: readonly number[] } {
  const issues = board.issues.filter(
    ({ mark }, index) =>
      board.issues.findIndex((one) => one.mark.kind === mark.kind && one.mark.key === mark.key) === index,
  );
  const epics = issues.flatMap((issue) => epicOf(issue));
  const found = issues.flatMap((issue) => taskOf(issue, issues, epics, board));
  const project = issues.find(({ mark }) => mark.kind === 'epic')?.mark;
  return {
    plan: {
      project: project?.kind === 'epic' ? project.project : repository,
      stated: { tasks: null, hours: null },
      epics,
      tasks: found.filter((one) => typeof one !== 'number'),
      agents: agentsOf(board),
    },
    leftOut: found.filter((one) => typeof one === 'number'),
  };
}

function epicOf({ mark, title }: BoardIssue): readonly PlanEpic[] {
  if (mark.kind !== 'epic') return [];
  const { key, branch, after } = mark;
  return [{ key, title, branch, statedHours: null, after }];
}

/** A number: the issue of a task whose epic nobody can tell. The label counts before the parent, as everywhere. */
function taskOf(
  issue: BoardIssue,
  issues: readonly BoardIssue[],
  epics: readonly PlanEpic[],
  { config }: Board,
): readonly (PlanTask | number)[] {
  const { mark, title, labels, blockedBy, number } = issue;
  if (mark.kind !== 'task') return [];
  const has = (label: string) => labels.some((one) => one.toLowerCase() === label.toLowerCase());
  const parent = issues.find((one) => one.number === issue.parent)?.mark;
  const epic =
    epics.find(({ key }) => has(epicLabel(config, key)))?.key ??
    (parent?.kind === 'epic' ? parent.key : undefined);
  if (epic === undefined) return [number];
  const after = issues.flatMap((one) =>
    one.mark.kind === 'task' && blockedBy.includes(one.number) ? [one.mark.key] : [],
  );
  const status = statusOf(issue);
  return [
    { key: mark.key, epic, title, ...saidByLabels(labels), status, percent: null, after, agent: mark.agent },
  ];
}

function statusOf({ state, labels }: BoardIssue): TaskStatus | null {
  if (state === 'completed') return 'done';
  if (state === 'not_planned') return 'failed';
  const said = TASK_STATUSES.find((status) => labels.includes(`status: ${status}`));
  return said === 'done' || said === 'pending' ? null : (said ?? null);
}

/** GitHub knows agents from the configuration, and from what tasks say. */
function agentsOf({ config, issues }: Board): readonly PlanAgent[] {
  const listed = (config?.agents ?? []).map(({ name, role }) => ({ name, role, host: null, active: true }));
  const named = issues.flatMap(({ mark, labels }) => [
    ...(mark.kind === 'task' && mark.agent !== null ? [mark.agent] : []),
    ...labels.flatMap((label) => agentOfLabel(label) ?? []),
  ]);
  const unlisted = [...new Set(named)].filter((name) => !listed.some((agent) => agent.name === name)).sort();
  return [...listed, ...unlisted.map((name) => ({ name, role: null, host: null, active: true }))];
}
