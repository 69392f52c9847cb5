import { circles } from './circles.ts';
import type { Configuration } from './configuration-schema.ts';
import { didYouMean } from './did-you-mean.ts';

/** A problem of the file at a path of its values. `key`: the name at that path, not its value. */
export interface ConfigurationProblem {
  readonly path: readonly PropertyKey[];
  readonly at?: 'key';
  readonly message: string;
}

/** What one part of a configuration says about another. */
export function crossChecks(config: Configuration): readonly ConfigurationProblem[] {
  const { epics, gates, agents } = config;
  return [
    ...repeated(
      'epics',
      'key',
      epics.map((epic) => epic.key),
    ),
    ...repeated(
      'epics',
      'branch',
      epics.map((epic) => epic.branch),
    ),
    // GitHub's labels are the same whatever their case.
    ...repeated(
      'epics',
      'label',
      epics.map((epic) => (epic.label ?? `epic:${epic.key}`).toLowerCase()),
    ),
    // Those without one are told apart by their place.
    ...repeated(
      'epics',
      'milestone',
      epics.map((epic, index) => epic.milestone?.toLowerCase() ?? `\0${index}`),
    ),
    ...branchesWithinBranches(epics),
    ...epics.flatMap(thresholds(epics)),
    ...cycles(epics),
    ...repeated(
      'gates',
      'name',
      gates.map((gate) => gate.name),
    ),
    ...gates.flatMap(gateKind),
    ...repeated(
      'agents',
      'name',
      agents.map((agent) => agent.name),
    ),
    ...leaseWarning(config),
  ];
}

function repeated(list: string, field: string, values: readonly string[]): readonly ConfigurationProblem[] {
  return values.flatMap((value, index) => {
    const first = values.indexOf(value);
    if (first === index) return [];
    return [{ path: [list, index, field], message: `\`${value}\` is taken by ${list}[${first}] already` }];
  });
}

/** Git keeps branches as files: `a` and `a/b` cannot both exist. */
export function branchesWithinBranches(
  epics: readonly { readonly branch: string }[],
): readonly ConfigurationProblem[] {
  return epics.flatMap(({ branch }, index) => {
    const outer = epics.find((other) => branch.startsWith(`${other.branch}/`));
    if (!outer) return [];
    return [
      {
        path: ['epics', index, 'branch'],
        message: `git cannot have \`${branch}\` beside \`${outer.branch}\``,
      },
    ];
  });
}

function thresholds(epics: Configuration['epics']) {
  const keys = epics.map((epic) => epic.key);
  return (epic: Configuration['epics'][number], index: number): readonly ConfigurationProblem[] => [
    ...epic.after.flatMap((wait, at) => {
      if (keys.includes(wait.epic)) return [];
      const near = didYouMean(wait.epic, keys);
      const hint = near ? `; did you mean \`${near}\`?` : '';
      return [
        { path: ['epics', index, 'after', at, 'epic'], message: `there is no epic \`${wait.epic}\`${hint}` },
      ];
    }),
    ...repeated(
      'after',
      'epic',
      epic.after.map((wait) => wait.epic),
    ).map(({ path: [, at] }) => ({
      path: ['epics', index, 'after', at ?? 0, 'epic'],
      message: `\`${epic.after[Number(at)]?.epic ?? ''}\` is named twice`,
    })),
  ];
}

/** Each circle is told at the first of its epics in the file. */
function cycles(epics: Configuration['epics']): readonly ConfigurationProblem[] {
  const after = new Map(epics.map((epic) => [epic.key, epic.after.map((wait) => wait.epic)]));
  return circles(after).map((circle) => ({
    path: ['epics', epics.findIndex((epic) => circle.includes(epic.key)), 'after'],
    message: `these epics wait for each other: ${[...circle, circle[0]].join(' → ')}`,
  }));
}

function gateKind(gate: Configuration['gates'][number], index: number): readonly ConfigurationProblem[] {
  const { workflow, job, app, check } = gate;
  const ofWorkflow = workflow !== undefined || job !== undefined;
  const ofApp = app !== undefined || check !== undefined;
  const whole = (message: string) => [{ path: ['gates', index], message }];
  if (ofWorkflow && ofApp)
    return whole('is either a `workflow` with a `job` or an `app` with a `check`, not both');
  if (!ofWorkflow && !ofApp) return whole('needs a `workflow` with a `job`, or an `app` with a `check`');
  if (ofWorkflow && (workflow === undefined || job === undefined))
    return whole('needs both `workflow` and `job`');
  if (ofApp && (app === undefined || check === undefined)) return whole('needs both `app` and `check`');
  if (app === 'github-actions') {
    return [
      {
        path: ['gates', index, 'app'],
        message:
          'GitHub Actions is named by `workflow` and `job`: any branch can post a check of any name in its name',
      },
    ];
  }
  if (check?.includes('*')) {
    return [{ path: ['gates', index, 'check'], message: 'is an exact name; `*` is for jobs only' }];
  }
  return [];
}

function leaseWarning({ claims }: Configuration): readonly ConfigurationProblem[] {
  return claims.warn < claims.lease
    ? []
    : [{ path: ['claims', 'warn'], message: 'must be shorter than the lease' }];
}
