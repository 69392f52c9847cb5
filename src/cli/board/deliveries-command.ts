import { Command } from 'commander';
import { columns } from '../../core/words/columns.ts';
import { ok, type Result } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import type { Failure, Said } from '../tell.ts';

/** `flotilla deliveries list|gaps|redrive` */
export function deliveriesCommand(context: ApiContext): Command {
  const deliveries = new Command('deliveries').description(
    'Look at the webhooks that came, at those that are missing, and take dead ones up again.',
  );
  const options = (name: string, description: string) =>
    withApiOptions(deliveries.command(name).description(description));
  options('list', 'show the newest webhooks')
    .option('--state <state>', 'pending, handled or dead')
    .action((given: ApiOptions & { state?: string }) =>
      withApi(context, given, (asked) => list(asked, given.state)),
    );
  options('gaps', 'say since when none is missing').action((given: ApiOptions) =>
    withApi(context, given, gaps),
  );
  options('redrive', 'take a dead one up again')
    .argument('<guid>')
    .action((guid: string, given: ApiOptions) => withApi(context, given, (asked) => redrive(asked, guid)));
  return deliveries;
}

async function list({ api }: Asked, state: string | undefined): Promise<Result<Said, Failure>> {
  // The server says which there are.
  const query = state === undefined ? {} : { state: state as 'dead' };
  const found = await answerOf(api.GET('/api/deliveries', { params: { query } }));
  if (!found.ok) return found;
  const { items } = found.value;
  const lines = items.map(({ guid, event, state, attempts, receivedAt, error }) => [
    guid,
    event,
    state,
    String(attempts),
    receivedAt.slice(0, 19).replace('T', ' '),
    error ?? '',
  ]);
  const text =
    items.length === 0
      ? 'There are no such deliveries.'
      : columns([['GUID', 'EVENT', 'STATE', 'TRIES', 'RECEIVED', 'ERROR'], ...lines]);
  return ok({ text, json: { deliveries: items } });
}

async function gaps({ api }: Asked): Promise<Result<Said, Failure>> {
  const found = await answerOf(api.GET('/api/deliveries/gaps'));
  if (!found.ok) return found;
  const { noGapsSince, missing } = found.value;
  const since =
    noGapsSince === null
      ? 'GitHub’s log of deliveries was not yet read to its end.'
      : `No delivery is missing since ${noGapsSince.slice(0, 19).replace('T', ' ')} UTC.`;
  const lines = missing.map(({ guid, event, status }) => `  ${guid}  ${event}  ${status}`);
  return ok({ text: [since, ...lines].join('\n'), json: found.value });
}

async function redrive({ api }: Asked, guid: string): Promise<Result<Said, Failure>> {
  const done = await answerOf(
    api.POST('/api/deliveries/{guid}/redrive', { params: { path: { guid } }, body: {} }),
  );
  return done.ok ? ok({ text: `${guid} is handled again.`, json: done.value }) : done;
}
