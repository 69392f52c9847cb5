import { columns } from './columns.ts';

/** What a terminal shows of a project. Times are ISO 8601. */
export interface StatusFacts {
  readonly progress: {
    readonly tasks: number;
    readonly done: number;
    readonly hours: number;
    readonly verified: number;
  };
  readonly hoursPerDay: number;
  readonly eta: { readonly p50: string | null; readonly p85: string | null } | null;
  readonly epics: readonly {
    readonly key: string;
    readonly title: string;
    readonly progress: { readonly tasks: number; readonly done: number; readonly verified: number };
    readonly eta: { readonly p50: string | null; readonly p85: string | null } | null;
  }[];
  readonly lanes: readonly {
    readonly branch: string;
    readonly paused: string | null;
    readonly draining: boolean;
    readonly landed: number;
    readonly entries: readonly {
      readonly pull: number | null;
      readonly sync: string | null;
      readonly state: string;
    }[];
  }[];
  readonly agents: readonly {
    readonly name: string;
    readonly active: boolean;
    readonly health: string;
    readonly claims: number;
    readonly maxClaims: number;
  }[];
  readonly activity: readonly {
    readonly at: string;
    readonly kind: string;
    readonly actor: string;
    readonly issue: number | null;
  }[];
}

const BAR = 24;

/** How a project stands, on one screen. */
export function statusWords(facts: StatusFacts): string {
  const { progress, hoursPerDay, eta } = facts;
  const head = [
    `${bar(progress.verified)} ${Math.round(progress.verified)} % of ${progress.hours} h`,
    `${progress.done} of ${progress.tasks} tasks done`,
    `${hoursPerDay.toFixed(1)} h a day`,
    done(eta),
  ];
  return [
    head.filter((part) => part !== '').join(', '),
    part('EPICS', facts.epics.map(epicLine)),
    part('LANES', facts.lanes.map(laneLine)),
    part('AGENTS', facts.agents.map(agentLine)),
    part('LATEST', facts.activity.map(activityLine)),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function part(title: string, lines: readonly (readonly string[])[]): string {
  return lines.length === 0 ? '' : `${title}\n${columns(lines)}`;
}

function epicLine({ key, title, progress, eta }: StatusFacts['epics'][number]): readonly string[] {
  const percent = `${Math.round(progress.verified)} %`;
  return [
    `  ${bar(progress.verified)}`,
    percent,
    `${progress.done}/${progress.tasks}`,
    `${key} ${title}`,
    done(eta),
  ];
}

function laneLine({
  branch,
  paused,
  draining,
  landed,
  entries,
}: StatusFacts['lanes'][number]): readonly string[] {
  const state = paused === null ? (draining ? 'draining' : 'open') : `paused: ${paused}`;
  const waits = entries.map(
    ({ pull, sync, state: now }) => `${pull === null ? (sync ?? '') : `#${pull}`} ${now}`,
  );
  return [`  ${branch}`, state, `${landed} landed`, waits.join(', ') || 'empty'];
}

function agentLine({
  name,
  active,
  health,
  claims,
  maxClaims,
}: StatusFacts['agents'][number]): readonly string[] {
  return [`  ${name}`, active ? health : 'out of service', `${claims} of ${maxClaims} tasks`];
}

function activityLine({ at, kind, actor, issue }: StatusFacts['activity'][number]): readonly string[] {
  return [`  ${at.slice(11, 19)}`, kind, issue === null ? '' : `#${issue}`, actor];
}

function bar(percent: number): string {
  const full = Math.round((Math.min(100, Math.max(0, percent)) / 100) * BAR);
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
}

function done(eta: StatusFacts['eta']): string {
  if (eta?.p50 == null) return '';
  const late = eta.p85 === null ? '' : `, by ${eta.p85.slice(0, 10)} at 85 %`;
  return `done by ${eta.p50.slice(0, 10)} at even odds${late}`;
}
