import { parseHours } from '../core/commands/parse-hours.ts';
import { parsePriority } from '../core/commands/parse-priority.ts';
import { TASK_STATUSES } from '../core/model/task.ts';

type Kind = 'project' | 'epic' | 'task';
type Values = Record<string, unknown>;

export interface MarkdownRow {
  readonly values: Values;
  /** `offset`: characters from the beginning of the row. */
  readonly problems: readonly { readonly message: string; readonly offset: number }[];
}

interface Option {
  readonly pattern: RegExp;
  readonly example: string;
  /** What the option adds; null: it cannot be read. */
  readonly read: (text: string, values: Values) => Values | null;
}

const number = (field: string) => (text: string) => ({ [field]: Number(text) });

const statedHours: Option = {
  pattern: /^(\d[\d.]*)\s?h$/i,
  example: '160h',
  read: number('hours'),
};

const OPTIONS: Readonly<Record<Kind, readonly Option[]>> = {
  project: [{ pattern: /^(\d+) tasks?$/i, example: '28 tasks', read: number('tasks') }, statedHours],
  epic: [
    { pattern: /^branch:? (\S+)$/i, example: 'branch epic-1/work', read: (branch) => ({ branch }) },
    { ...statedHours, read: number('statedHours') },
    {
      pattern: /^after:? (\S+ \d[\d.]*\s?%)$/i,
      example: 'after epic-1 50%',
      read(text, { after }) {
        const [epic, percent] = text.replace(/\s?%$/, '').split(/\s+/);
        return {
          after: [...(Array.isArray(after) ? (after as unknown[]) : []), { epic, percent: Number(percent) }],
        };
      },
    },
  ],
  task: [
    {
      pattern: /^(\d[\d.]*\s?[hmd])$/i,
      example: '8h',
      read(text) {
        const hours = parseHours(text);
        return hours === null ? null : { hours };
      },
    },
    {
      pattern: /^priority:? (\S+)$/i,
      example: 'priority high',
      read(text) {
        const priority = parsePriority(text);
        return priority === null ? null : { priority };
      },
    },
    {
      pattern: /^after:? (\S+(?: \S+)*)$/i,
      example: 'after 1.1 1.2',
      read: (text) => ({ after: text.split(' ') }),
    },
    { pattern: /^agent:? (\S+)$/i, example: 'agent agent-d', read: (agent) => ({ agent }) },
    {
      pattern: new RegExp(`^(${TASK_STATUSES.join('|')})$`),
      example: 'in_progress',
      read: (status) => ({ status }),
    },
    { pattern: /^(\d[\d.]*)\s?%$/, example: '80%', read: number('percent') },
  ],
};

/** Reads `key: Title (option, option)`; a project has no key. */
export function markdownOptions(source: string, kind: Kind): MarkdownRow {
  const bracket = /\s*\(([^()]*)\)$/.exec(source);
  const head = bracket ? source.slice(0, bracket.index) : source;
  const named = /^(\S+):\s+(.+)$/.exec(head);
  const values: Values =
    kind === 'project'
      ? { title: head.trim() }
      : named
        ? { key: named[1], title: named[2] }
        : { title: head };
  const problems = [];
  if (kind !== 'project' && !named) {
    problems.push({ message: 'It begins with a key and a colon, as in `1.1: Write the parser`', offset: 0 });
  }
  let offset = bracket ? source.lastIndexOf('(') + 1 : 0;
  for (const part of bracket?.[1]?.split(',') ?? []) {
    const text = part.trim().replace(/\s+/g, ' ');
    const option = OPTIONS[kind].find(({ pattern }) => pattern.test(text));
    const read = option?.read(option.pattern.exec(text)?.[1] ?? '', values) ?? null;
    if (read) Object.assign(values, read);
    else if (text !== '')
      problems.push({ message: refusal(text, kind), offset: offset + part.search(/\S|$/) });
    offset += part.length + 1;
  }
  return { values, problems };
}

function refusal(text: string, kind: Kind): string {
  const examples = OPTIONS[kind].map(({ example }) => `\`${example}\``).join(', ');
  return `\`${text.slice(0, 60)}\` is not known here; known are such as ${examples}`;
}
