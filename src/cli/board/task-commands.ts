import { Command } from 'commander';
import { COMMANDS } from '../../core/commands/table.ts';
import { ok, type Result } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import { findTask } from '../api/find-task.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import type { Failure, Said } from '../tell.ts';
import { TASK_FORMS } from './task-forms.ts';

/** `flotilla claim 14`, `flotilla progress 14 40 half of it`, ...: every command of comments that is about a task. */
export function taskCommands(context: ApiContext): readonly Command[] {
  return TASK_FORMS.map(({ name, args, body }) => {
    const { description } = COMMANDS[name];
    const command = new Command(name)
      .description(`${description}.`)
      .argument('<issue>', 'the number of the task’s issue');
    if (args !== '') command.arguments(args);
    return withApiOptions(command).action(async (issue: string, ...rest: readonly unknown[]) => {
      // Commander gives the arguments one by one, then the options and the command.
      const words = rest
        .slice(0, -2)
        .flat()
        .filter((word) => typeof word === 'string');
      await withApi(context, command.opts<ApiOptions>(), (asked) => say(asked, issue, name, body(words)));
    });
  });
}

async function say(
  asked: Asked,
  issue: string,
  name: (typeof TASK_FORMS)[number]['name'],
  body: object,
): Promise<Result<Said, Failure>> {
  const task = await findTask(asked, issue);
  if (!task.ok) return task;
  const params = { path: { id: task.value.id } };
  // Every command has the same answer; the table says what each takes.
  const path = `/api/tasks/{id}/${name}` as '/api/tasks/{id}/claim';
  const done = await answerOf(asked.api.POST(path, { params, body }));
  if (!done.ok) return done;
  const { message, task: now } = done.value;
  const text = message ?? `Done: the task of #${now.issue} is ${now.status}.`;
  return ok({ text, json: { message, task: now } });
}
