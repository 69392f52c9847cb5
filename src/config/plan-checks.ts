import { findCycles } from '../core/plan/find-cycles.ts';
import type { Plan } from '../core/plan/plan.ts';
import { unreachableEpics } from '../core/plan/unreachable-epics.ts';
import { branchesWithinBranches, type ConfigurationProblem } from './cross-checks.ts';
import { didYouMean } from './did-you-mean.ts';

/** GitHub's own limits. */
const SUB_ISSUES = 100;
const BLOCKERS = 50;

/** What one part of a plan says about another. */
export function planChecks(plan: Plan): readonly ConfigurationProblem[] {
  const { epics, tasks } = plan;
  const [epicKeys, taskKeys] = [epics.map(({ key }) => key), tasks.map(({ key }) => key)];
  const plain = [
    ...repeated('epics', 'key', epicKeys),
    ...repeated(
      'epics',
      'branch',
      epics.map(({ branch }) => branch),
    ),
    ...branchesWithinBranches(epics),
    ...epics.flatMap(({ after }, index) =>
      after.flatMap((wait, at) =>
        unknown('epic', wait.epic, epicKeys, ['epics', index, 'after', at, 'epic']),
      ),
    ),
    ...repeated('tasks', 'key', taskKeys),
    ...tasks.flatMap((task, index) => [
      ...unknown('epic', task.epic, epicKeys, ['tasks', index, 'epic']),
      ...task.after.flatMap((key, at) => unknown('task', key, taskKeys, ['tasks', index, 'after', at])),
      ...twice(task.after, ['tasks', index, 'after']),
      ...(task.after.length > BLOCKERS
        ? [
            {
              path: ['tasks', index, 'after'],
              message: `GitHub lets an issue wait for ${BLOCKERS} others at most`,
            },
          ]
        : []),
    ]),
    ...epics.flatMap(({ key }, index) =>
      tasks.filter((task) => task.epic === key).length > SUB_ISSUES
        ? [{ path: ['epics', index], message: `GitHub lets an issue have ${SUB_ISSUES} sub-issues at most` }]
        : [],
    ),
    ...circles(
      'epics',
      'these epics wait for each other',
      graphOf(epics.map(({ key, after }) => ({ key, after: after.map((wait) => wait.epic) }))),
    ),
    ...circles('tasks', 'these tasks wait for each other', graphOf(tasks)),
  ];
  // What follows from a typing error is told once, as that error.
  return plain.length > 0 ? plain : neverBegun(plan);
}

function repeated(list: string, field: string, values: readonly string[]): readonly ConfigurationProblem[] {
  const first = new Map<string, number>();
  return values.flatMap((value, index) => {
    const at = first.get(value);
    if (at === undefined) first.set(value, index);
    return at === undefined
      ? []
      : [{ path: [list, index, field], message: `\`${value}\` is taken by ${list}[${at}] already` }];
  });
}

function twice(values: readonly string[], path: readonly PropertyKey[]): readonly ConfigurationProblem[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index
      ? []
      : [{ path: [...path, index], message: `\`${value}\` is named twice` }],
  );
}

function unknown(
  what: 'epic' | 'task',
  key: string,
  known: readonly string[],
  path: readonly PropertyKey[],
): readonly ConfigurationProblem[] {
  if (known.includes(key)) return [];
  const near = didYouMean(key, known);
  return [{ path, message: `there is no ${what} \`${key}\`${near ? `; did you mean \`${near}\`?` : ''}` }];
}

/** A key that is there twice waits for what both rows wait for. */
function graphOf(
  rows: readonly { readonly key: string; readonly after: readonly string[] }[],
): ReadonlyMap<string, readonly string[]> {
  const graph = new Map<string, readonly string[]>();
  for (const { key, after } of rows) graph.set(key, [...(graph.get(key) ?? []), ...after]);
  return graph;
}

/** Each circle is told once, at the first of its members in the file. */
function circles(
  list: 'epics' | 'tasks',
  words: string,
  graph: ReadonlyMap<string, readonly string[]>,
): readonly ConfigurationProblem[] {
  const keys = [...graph.keys()];
  return findCycles(graph).map((cycle) => ({
    path: [list, Math.min(...cycle.map((key) => keys.indexOf(key))), 'after'],
    message: `${words}: ${cycle.join(' → ')}`,
  }));
}

function neverBegun(plan: Plan): readonly ConfigurationProblem[] {
  return unreachableEpics(plan).map(({ epic, waitsFor, needs, reaches }) => ({
    path: ['epics', plan.epics.findIndex(({ key }) => key === epic), 'after'],
    message: `\`${epic}\` can never begin: \`${waitsFor}\` would stop at ${reaches} % of its hours, and ${needs} % are needed`,
  }));
}
