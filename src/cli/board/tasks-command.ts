import { Command } from 'commander';
import { columns } from '../../core/words/columns.ts';
import { ok, type Result } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import type { components } from '../../client/api-types.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import type { Failure, Said } from '../tell.ts';

interface Options extends ApiOptions {
  readonly ready?: boolean;
  readonly role?: string;
  readonly status?: string;
  readonly epic?: string;
  readonly holder?: string;
  readonly search?: string;
}

type Task = components['schemas']['Task'];

/** `flotilla tasks` */
export function tasksCommand(context: ApiContext): Command {
  const command = new Command('tasks')
    .description('Show tasks: what may be claimed now (--ready), or all of them.')
    .option('--ready', 'what may be claimed now, the best first')
    .option('--role <role>', 'with --ready: what you are good at')
    .option('--status <status>', 'only those in it')
    .option('--epic <key>', 'only those of the epic')
    .option('--holder <agent>', 'only those that the agent holds')
    .option('--search <words>', 'only those with the words in their title');
  return withApiOptions(command).action((options: Options) =>
    withApi(context, options, (asked) =>
      options.ready === true ? ready(asked, options) : all(asked, options),
    ),
  );
}

async function ready({ api, where }: Asked, { role }: Options): Promise<Result<Said, Failure>> {
  const query = {
    ...where,
    ...(role === undefined ? {} : { role }),
  };
  const found = await answerOf(api.GET('/api/tasks/ready/list', { params: { query } }));
  if (!found.ok) return found;
  const { items } = found.value;
  const lines = items.map(({ issue, title, hours, priority, conflictsWith }) => [
    `#${issue}`,
    `${hours} h`,
    String(priority),
    title,
    conflictsWith.map((one) => `#${one}`).join(' '),
  ]);
  const text =
    items.length === 0
      ? 'Nothing may be claimed now.'
      : columns([['TASK', 'WORK', 'PRIORITY', 'TITLE', 'MAY CONFLICT WITH'], ...lines]);
  return ok({ text, json: { tasks: items } });
}

async function all({ api, where }: Asked, options: Options): Promise<Result<Said, Failure>> {
  const { status, epic, holder, search } = options;
  const wanted = { ...where, status: status as Task['status'] | undefined, epic, holder, search };
  const items: Task[] = [];
  for (let cursor = 0; ;) {
    const given = Object.entries({ ...wanted, cursor }).filter(([, value]) => value !== undefined);
    const page = await answerOf(api.GET('/api/tasks', { params: { query: Object.fromEntries(given) } }));
    if (!page.ok) return page;
    items.push(...page.value.items);
    if (page.value.next === null) break;
    cursor = page.value.next;
  }
  if (items.length === 0) return ok({ text: 'There are no such tasks.', json: { tasks: [] } });
  const head = ['TASK', 'STATUS', 'DONE', 'HOLDER', 'EPIC', 'TITLE'];
  return ok({ text: columns([head, ...items.map(line)]), json: { tasks: items } });
}

function line({ issue, status, percent, holder, epic, title, held }: Task): readonly string[] {
  return [
    `#${issue}`,
    held ? `${status}, on hold` : status,
    `${Math.round(percent)} %`,
    holder?.agent ?? '',
    epic ?? '',
    title,
  ];
}
