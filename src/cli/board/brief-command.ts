import { Command } from 'commander';
import { ok } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import { findTask } from '../api/find-task.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions } from '../api/with-api.ts';

/** `flotilla brief 14` */
export function briefCommand(context: ApiContext): Command {
  const command = new Command('brief')
    .description('Print what an agent is told about a task, as Markdown.')
    .argument('<issue>', 'the number of the task’s issue');
  return withApiOptions(command).action((issue: string, options: ApiOptions) =>
    withApi(context, options, async (asked) => {
      const task = await findTask(asked, issue);
      if (!task.ok) return task;
      const params = { path: { id: task.value.id } };
      const brief = await answerOf(asked.api.GET('/api/tasks/{id}/brief', { params }));
      return brief.ok ? ok({ text: brief.value.words, json: { brief: brief.value } }) : brief;
    }),
  );
}
