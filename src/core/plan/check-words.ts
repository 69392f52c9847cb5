import { findUnlistedAgents } from './find-unlisted-agents.ts';
import type { Disagreement, PlanCounts } from './plan-counts.ts';
import type { Plan } from './plan.ts';

/** What `flotilla plan check` prints of a plan that can be applied. */
export function checkWords(plan: Plan, counts: PlanCounts, file: string): string {
  const rows = [
    ...counts.epics.map((epic) => ({
      name: epic.key,
      title: epic.title,
      tasks: epic.tasks,
      hours: epic.hours,
      said: said(counts.disagreements, epic.key),
    })),
    {
      name: 'total',
      title: '',
      tasks: counts.tasks,
      hours: counts.hours,
      said: said(counts.disagreements, null),
    },
  ];
  const width = (of: (row: (typeof rows)[number]) => string) =>
    Math.max(...rows.map((row) => of(row).length));
  const [names, titles] = [width(({ name }) => name), width(({ title }) => title)];
  const [tasks, hours] = [width((row) => amount(row.tasks, 'task')), width((row) => `${row.hours} h`)];
  const lines = rows.map((row) =>
    [
      `  ${row.name.padEnd(names)}  ${row.title.padEnd(titles)}`,
      `${amount(row.tasks, 'task').padStart(tasks)}  ${`${row.hours} h`.padStart(hours)}`,
      row.said,
    ]
      .join('  ')
      .trimEnd(),
  );
  return [`${file}: ${plan.project}`, ...lines, ...remarks(plan, counts)].join('\n');
}

function said(disagreements: readonly Disagreement[], epic: string | null): string {
  const mine = disagreements.filter((one) => one.epic === epic);
  if (mine.length === 0) return '';
  const figures = mine.map(({ what, stated }) => (what === 'hours' ? `${stated} h` : amount(stated, 'task')));
  return `${epic === null ? 'the plan' : 'the heading'} says ${figures.join(' and ')}`;
}

function remarks(plan: Plan, { headings, hours, disagreements }: PlanCounts): readonly string[] {
  const unlisted = findUnlistedAgents(plan);
  const noHours = plan.tasks.filter((task) => task.hours === null).map(({ key }) => key);
  return [
    ...(headings !== null && (headings !== hours || (plan.stated.hours ?? headings) !== headings)
      ? [`The epics' headings add up to ${headings} h.`]
      : []),
    ...(unlisted.length > 0 ? [`Not listed as an agent, but meant to work: ${unlisted.join(', ')}.`] : []),
    ...(noHours.length > 0 ? [`Without hours: ${noHours.join(', ')}.`] : []),
    disagreements.length === 0
      ? 'What it states agrees with its rows.'
      : 'It can be applied. Its rows count, not what it states.',
  ];
}

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
