import { setTimeout as pause } from 'node:timers/promises';
import { Command } from 'commander';
import { ok, type Result } from '../../core/result.ts';
import { statusWords } from '../../core/words/status-words.ts';
import { answerOf } from '../api/answer-of.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import type { Failure, Said } from '../tell.ts';

interface Options extends ApiOptions {
  readonly once?: boolean;
}

const EVERY_MS = 2_000;
const LATEST = 8;
const HELP = `
On a terminal it is drawn anew every two seconds until Ctrl-C; elsewhere, or with --once or --json, it is said once.`;

/** `flotilla status` */
export function statusCommand(context: ApiContext): Command {
  const command = new Command('status')
    .description('Show how the project stands: progress, epics, lanes, agents, and what happened last.')
    .option('--once', 'say it once')
    .addHelpText('after', HELP);
  return withApiOptions(command).action((options: Options) =>
    withApi(context, options, async (asked) => {
      const { screen } = context.terminal;
      const first = await look(asked);
      if (screen === null || options.once === true || options.json === true) return first;
      let seen = first;
      while (seen.ok) {
        screen(seen.value.text);
        await pause(EVERY_MS);
        seen = await look(asked);
      }
      return seen;
    }),
  );
}

async function look({ api, where }: Asked): Promise<Result<Said, Failure>> {
  const params = { params: { query: where } };
  const [summary, lanes, agents, newest] = await Promise.all([
    answerOf(api.GET('/api/progress/summary', params)),
    answerOf(api.GET('/api/lanes', params)),
    answerOf(api.GET('/api/agents', params)),
    answerOf(api.GET('/api/activity', { params: { query: { ...where, latest: 'true', limit: LATEST } } })),
  ]);
  if (!summary.ok) return summary;
  if (!lanes.ok) return lanes;
  if (!agents.ok) return agents;
  if (!newest.ok) return newest;
  const { progress, velocity, eta, epics } = summary.value;
  const activity = newest.value.items;
  const rest = { lanes: lanes.value.items, agents: agents.value.items, activity };
  const text = statusWords({ progress, hoursPerDay: velocity.hoursPerDay, eta, epics, ...rest });
  return ok({ text, json: { summary: summary.value, ...rest } });
}
