import type { PlanChange } from './plan-change.ts';

/** What `flotilla plan diff` prints, and `apply` before it asks. */
export function diffWords(
  repository: string,
  changes: readonly PlanChange[],
  notes: readonly string[],
): string {
  const sections = SECTIONS.flatMap(([title, kinds]) => {
    const lines = changes.flatMap((change) => (kinds(change) ? [`  ${line(change)}`] : []));
    return lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  });
  return [
    changes.length === 0
      ? `${repository} shows this plan already: nothing to change.`
      : `${repository}: ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`,
    ...sections,
    ...(notes.length === 0 ? [] : [['Notes', ...notes.map(indented)].join('\n')]),
  ].join('\n\n');
}

const SECTIONS: readonly (readonly [string, (change: PlanChange) => boolean])[] = [
  ['Labels', ({ kind }) => kind === 'label'],
  ['Branches', ({ kind }) => kind === 'branch'],
  ['Epics', (change) => 'item' in change && change.item.kind === 'epic'],
  ['Tasks', (change) => 'item' in change && change.item.kind === 'task'],
  ['Sub-issues', ({ kind }) => kind === 'sub-issue'],
  ['Dependencies', ({ kind }) => kind === 'wait' || kind === 'unwait'],
  ['Done', ({ kind }) => kind === 'close'],
];

function line(change: PlanChange): string {
  switch (change.kind) {
    case 'label':
      return `+ ${change.name}`;
    case 'branch':
      return `+ ${change.name} at ${change.from}`;
    case 'create':
      return `+ ${change.item.key} ${change.title}${listed(change.labels)}`;
    case 'edit':
      return `~ ${change.item.key} #${change.issue} ${edits(change).join('; ')}`;
    case 'sub-issue':
      return `+ ${change.task} under ${change.epic}`;
    case 'wait':
      return `+ ${change.task} waits for ${change.on}`;
    case 'unwait':
      return `- ${change.task} waits for ${change.on}`;
    case 'close':
      return `~ ${change.task} is closed as completed`;
  }
}

function edits(change: Extract<PlanChange, { kind: 'edit' }>): readonly string[] {
  return [
    ...(change.title === null ? [] : [`title "${printable(change.was)}" becomes "${change.title}"`]),
    ...(change.body === null ? [] : ["the plan's part of its text"]),
    ...change.addLabels.map((label) => `+ ${label}`),
    ...change.removeLabels.map((label) => `- ${label}`),
  ];
}

/** Anybody may have written it on GitHub, and terminals obey what they are shown. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, ' ');
}

function listed(labels: readonly string[]): string {
  return labels.length === 0 ? '' : ` (${labels.join(', ')})`;
}

function indented(note: string): string {
  return note
    .split('\n')
    .map((text, index) => `${index === 0 ? '  ' : '    '}${text}`)
    .join('\n');
}
