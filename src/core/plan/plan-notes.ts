import { issueFinder, type Board } from './board.ts';
import { epicLabel } from './plan-labels.ts';
import type { Plan, PlanEpic } from './plan.ts';

/** What whoever applies the plan should know, and no apply changes. */
export function planNotes(plan: Plan, board: Board): readonly string[] {
  return [
    ...configuration(plan, board),
    ...emptyRepository(board),
    ...perTask(plan, board),
    ...surplus(plan, board),
  ];
}

/** Branches and thresholds come from the configuration alone, which only people change. */
function configuration(plan: Plan, { config, defaultBranch }: Board): readonly string[] {
  const differing = plan.epics.filter((epic) => {
    const known = config?.epics.find(({ key }) => key === epic.key);
    return known?.branch !== epic.branch || waits(known.after) !== waits(epic.after);
  });
  if (differing.length === 0) return [];
  const rows = plan.epics.map((epic) => `  ${row(epic, epicLabel(config, epic.key))}`);
  return [
    [
      `.github/flotilla.yml on ${defaultBranch} does not say the same of ${differing.map(({ key }) => key).join(', ')}. ` +
        'Flotilla goes by that file, and a plan does not change it. It should have:',
      'epics:',
      ...rows,
    ].join('\n'),
  ];
}

function waits(after: PlanEpic['after']): string {
  return after
    .map(({ epic, percent }) => `${epic} ${percent}`)
    .sort()
    .join(', ');
}

function row({ key, title, branch, after }: PlanEpic, label: string): string {
  const fields = [
    `key: ${quoted(key)}`,
    `title: ${JSON.stringify(title)}`,
    `branch: ${branch}`,
    ...(label === `epic:${key}` ? [] : [`label: ${JSON.stringify(label)}`]),
    ...(after.length === 0
      ? []
      : [
          `after: [${after.map(({ epic, percent }) => `{ epic: ${quoted(epic)}, percent: ${percent} }`).join(', ')}]`,
        ]),
  ];
  return `- { ${fields.join(', ')} }`;
}

/** In YAML, `1.1` alone is a number. */
function quoted(key: string): string {
  return /^[A-Za-z][A-Za-z0-9._-]*$/.test(key) && !/^(?:true|false|null|yes|no|on|off)$/i.test(key)
    ? key
    : JSON.stringify(key);
}

function emptyRepository({ tip }: Board): readonly string[] {
  return tip === null
    ? ['The repository is empty, so no branch can be made. Apply again after the first commit.']
    : [];
}

function perTask({ tasks }: Plan, board: Board): readonly string[] {
  const find = issueFinder(board);
  const others = new Map(board.others.map(({ number, title }) => [title, number]));
  return tasks.flatMap(({ key, title, status, percent }) => {
    const issue = find({ kind: 'task', key });
    const same = others.get(title);
    const far = percent === null ? '' : ` at ${percent} %`;
    return [
      ...(!issue && same !== undefined
        ? [`#${same} has the title of task ${key}, but no plan made it: the task gets an issue of its own.`]
        : []),
      ...(issue?.state === 'not_planned' && status === 'done'
        ? [`Task ${key} (#${issue.number}) is closed as not planned, and stays so.`]
        : []),
      ...(!issue && status !== null && status !== 'done' && status !== 'pending'
        ? [
            `Task ${key} is ${status.replace('_', ' ')}${far} in the plan. It begins as pending: whoever works on it claims it.`,
          ]
        : []),
    ];
  });
}

function surplus(plan: Plan, board: Board): readonly string[] {
  const find = issueFinder(board);
  const keys = {
    epic: new Set(plan.epics.map(({ key }) => key)),
    task: new Set(plan.tasks.map(({ key }) => key)),
  };
  return board.issues.flatMap(({ mark, number, state }) => {
    const first = find(mark)?.number ?? number;
    if (first !== number && state === 'open') {
      return [
        `#${number} is a second issue of ${mark.kind} ${mark.key}, beside #${first}. Close the one that you do not need.`,
      ];
    }
    if (keys[mark.kind].has(mark.key) || state !== 'open') return [];
    return [
      `${mark.kind === 'epic' ? 'Epic' : 'Task'} ${mark.key} (#${number}) is not in the plan any more, and is left as it is.`,
    ];
  });
}
