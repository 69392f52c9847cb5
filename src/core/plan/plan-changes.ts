import { codeSpan } from '../words/code-span.ts';
import { escapeText } from '../words/escape-text.ts';
import { issueFinder, type Board, type BoardIssue, type Item } from './board.ts';
import { inOrder } from './in-order.ts';
import type { PlanChange } from './plan-change.ts';
import { epicLabel, labelChanges, wantedLabels } from './plan-labels.ts';
import { markedBlock, withBlock } from './plan-mark.ts';
import type { Plan, PlanEpic, PlanTask } from './plan.ts';

const COLORS = { epic: '5319e7', estimate: 'd4c5f9', priority: 'fef2c0' } as const;

/**
 * What is to be done on GitHub until it shows the plan, in an order in which it can be done. Nothing is reopened or
 * taken away but labels that contradict the plan and dependencies between its own tasks.
 */
export function planChanges(plan: Plan, board: Board): readonly PlanChange[] {
  const tasks = inOrder(plan.tasks);
  const find = issueFinder(board);
  const keys = new Map(plan.tasks.map(({ key }) => [find({ kind: 'task', key })?.number, key]));
  return [
    ...missingLabels(plan, board),
    ...missingBranches(plan, board),
    ...plan.epics.flatMap((epic) => epicChanges(plan, epic, find)),
    ...tasks.flatMap((task) => taskChanges(plan, task, board, find)),
    ...tasks.flatMap((task) => subIssue(task, find)),
    ...tasks.flatMap((task) => dependencies(task, find, keys)),
    ...tasks.flatMap((task) => closing(task, find)),
  ];
}

type Find = (item: Item) => BoardIssue | null;

function missingLabels(plan: Plan, { config, labels }: Board): readonly PlanChange[] {
  const has = new Set(labels.map((label) => label.toLowerCase()));
  const epics = plan.epics.map(({ key, title }) => ({
    name: epicLabel(config, key),
    color: COLORS.epic,
    description: `Epic: ${title}`.slice(0, 100),
  }));
  const numbers = new Set(plan.tasks.flatMap((task) => wantedLabels(config, task).slice(1)));
  const others = [...numbers].sort(byNumber).map((name) => ({
    name,
    color: name.startsWith('estimate') ? COLORS.estimate : COLORS.priority,
    description: name.startsWith('estimate') ? 'How long it should take' : 'From 0 to 100, higher first',
  }));
  return [...epics, ...others]
    .filter(({ name }) => !has.has(name.toLowerCase()))
    .map((label) => ({ kind: 'label', ...label }));
}

/** `estimate: 8h` before `estimate: 12h`. */
function byNumber(a: string, b: string): number {
  const kind = (label: string) => (label.startsWith('estimate') ? 0 : 1);
  return kind(a) - kind(b) || numberIn(a) - numberIn(b);
}

function numberIn(label: string): number {
  return Number(/[\d.]+/.exec(label)?.[0] ?? 0);
}

function missingBranches(plan: Plan, { branches, tip, defaultBranch }: Board): readonly PlanChange[] {
  if (tip === null) return [];
  return plan.epics
    .filter(({ branch }) => !branches.includes(branch))
    .map(({ branch }) => ({ kind: 'branch', name: branch, from: defaultBranch }));
}

function epicChanges(plan: Plan, epic: PlanEpic, find: Find): readonly PlanChange[] {
  const { key, branch, after } = epic;
  const block = markedBlock({ kind: 'epic', key, project: plan.project, branch, after }, [
    `Epic ${codeSpan(key)} of ${escapeText(plan.project)}. Its tasks land on ${codeSpan(branch)}.`,
    ...after.map(
      ({ epic: other, percent }) => `They begin when ${codeSpan(other)} has reached ${percent} %.`,
    ),
  ]);
  return shown({ kind: 'epic', key }, epic.title, block, find, () => ({ add: [], remove: [] }));
}

function taskChanges(plan: Plan, task: PlanTask, board: Board, find: Find): readonly PlanChange[] {
  const { key, agent } = task;
  const meant = agent === null ? '' : ` It is meant for ${codeSpan(agent)}.`;
  const block = markedBlock({ kind: 'task', key, agent }, [
    `Task ${codeSpan(key)} of ${escapeText(plan.project)}.${meant}`,
  ]);
  return shown({ kind: 'task', key }, task.title, block, find, (labels) =>
    labels === null
      ? { add: wantedLabels(board.config, task), remove: [] }
      : labelChanges(plan, board.config, task, labels),
  );
}

function shown(
  item: Item,
  title: string,
  block: string,
  find: Find,
  labelsOf: (labels: readonly string[] | null) => { add: readonly string[]; remove: readonly string[] },
): readonly PlanChange[] {
  const issue = find(item);
  if (!issue) return [{ kind: 'create', item, title, body: block, labels: labelsOf(null).add }];
  const body = withBlock(issue.body, block);
  const { add, remove } = labelsOf(issue.labels);
  const change = {
    kind: 'edit' as const,
    item,
    issue: issue.number,
    was: issue.title,
    title: issue.title === title ? null : title,
    body: body === issue.body.replaceAll('\r\n', '\n') ? null : body,
    addLabels: add,
    removeLabels: remove,
  };
  const changes = change.title !== null || change.body !== null || add.length + remove.length > 0;
  return changes ? [change] : [];
}

function subIssue({ key, epic }: PlanTask, find: Find): readonly PlanChange[] {
  const parent = find({ kind: 'epic', key: epic });
  const issue = find({ kind: 'task', key });
  if (issue && parent && issue.parent === parent.number) return [];
  return [{ kind: 'sub-issue', epic, task: key }];
}

/** Only between tasks of this plan (`keys` by issue): what a task waits for besides is somebody else's word. */
function dependencies(
  { key, after }: PlanTask,
  find: Find,
  keys: ReadonlyMap<number | undefined, string>,
): readonly PlanChange[] {
  const has = (find({ kind: 'task', key })?.blockedBy ?? []).flatMap((number) => keys.get(number) ?? []);
  return [
    ...after.filter((on) => !has.includes(on)).map((on) => ({ kind: 'wait' as const, task: key, on })),
    ...has.filter((on) => !after.includes(on)).map((on) => ({ kind: 'unwait' as const, task: key, on })),
  ];
}

function closing({ key, status }: PlanTask, find: Find): readonly PlanChange[] {
  const state = find({ kind: 'task', key })?.state ?? 'open';
  return status === 'done' && state === 'open' ? [{ kind: 'close', task: key }] : [];
}
