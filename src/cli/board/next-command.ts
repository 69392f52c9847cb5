import { Command } from 'commander';
import { ok } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions } from '../api/with-api.ts';

/** `flotilla next` */
export function nextCommand(context: ApiContext): Command {
  const command = new Command('next').description('Ask for the best ready task of the agent of this token.');
  return withApiOptions(command).action((options: ApiOptions) =>
    withApi(context, options, async ({ api, where: body }) => {
      const next = await answerOf(api.POST('/api/tasks/next', { body }));
      return next.ok ? ok({ text: next.value.message ?? '', json: next.value }) : next;
    }),
  );
}
