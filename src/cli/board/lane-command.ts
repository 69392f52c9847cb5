import { Command } from 'commander';
import { columns } from '../../core/words/columns.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { answerOf } from '../api/answer-of.ts';
import type { components } from '../../client/api-types.ts';
import { withApi, withApiOptions, type ApiContext, type ApiOptions, type Asked } from '../api/with-api.ts';
import { numberOf } from '../number-of.ts';
import type { Failure, Said } from '../tell.ts';

type Lane = components['schemas']['Lane'];

/** `flotilla lane list|explain|pause|resume|drain` */
export function laneCommand(context: ApiContext): Command {
  const lane = new Command('lane').description(
    'Look at the merge queues, explain a pull request, and steer.',
  );
  withApiOptions(lane.command('list').description('show every lane, and what stands in it')).action(
    (options: ApiOptions) => withApi(context, options, list),
  );
  withApiOptions(
    lane
      .command('explain')
      .argument('<pull>', 'the number of a pull request')
      .description('say why it is where it is, and what happens next'),
  ).action((pull: string, options: ApiOptions) => withApi(context, options, (asked) => explain(asked, pull)));
  withApiOptions(
    lane
      .command('pause')
      .argument('<branch>', 'the branch that the lane lands on')
      .argument('<reason...>', 'what its people are told')
      .description('let nothing land there until it is resumed'),
  ).action((branch: string, reason: string[], options: ApiOptions) =>
    withApi(context, options, (asked) => steer(asked, branch, 'pause', { reason: reason.join(' ') })),
  );
  for (const [name, description] of [
    ['resume', 'let landings go on'],
    ['drain', 'land what is in it, and let nothing new in'],
  ] as const)
    withApiOptions(lane.command(name).argument('<branch>').description(description)).action(
      (branch: string, options: ApiOptions) =>
        withApi(context, options, (asked) => steer(asked, branch, name, {})),
    );
  return lane;
}

async function lanesOf({ api, where: query }: Asked): Promise<Result<readonly Lane[], Failure>> {
  const found = await answerOf(api.GET('/api/lanes', { params: { query } }));
  return found.ok ? ok(found.value.items) : found;
}

async function list(asked: Asked): Promise<Result<Said, Failure>> {
  const lanes = await lanesOf(asked);
  if (!lanes.ok) return lanes;
  const lines = lanes.value.map(({ branch, paused, draining, landed, ejected, entries }) => [
    branch,
    paused === null ? (draining ? 'draining' : 'open') : `paused: ${paused}`,
    String(landed),
    String(ejected),
    entries
      .map(({ pull, sync, state }) => `${pull === null ? (sync ?? '') : `#${pull}`} ${state}`)
      .join(', '),
  ]);
  const text =
    lines.length === 0
      ? 'There is no lane yet: .github/flotilla.yml names the branches that work lands on.'
      : columns([['LANE', 'STATE', 'LANDED', 'EJECTED', 'IN IT'], ...lines]);
  return ok({ text, json: { lanes: lanes.value } });
}

async function steer(
  asked: Asked,
  branch: string,
  name: 'pause' | 'resume' | 'drain',
  body: object,
): Promise<Result<Said, Failure>> {
  const lanes = await lanesOf(asked);
  if (!lanes.ok) return lanes;
  const [lane, another] = lanes.value.filter((one) => one.branch === branch);
  if (another)
    return err({ text: `Several repositories have a lane ${branch}: say which, by --repo.`, code: 1 });
  if (!lane) return err({ text: `There is no lane ${branch}. "flotilla lane list" shows them.`, code: 1 });
  const path = `/api/lanes/{id}/${name}` as '/api/lanes/{id}/resume';
  const done = await answerOf(asked.api.POST(path, { params: { path: { id: lane.id } }, body }));
  return done.ok ? ok({ text: done.value.message ?? '', json: done.value }) : done;
}

async function explain({ api, where }: Asked, pull: string): Promise<Result<Said, Failure>> {
  const number = numberOf(pull);
  const query = { pull: number, ...where };
  if (number === 0)
    return err({ text: `A pull request is named by its number, as 20, not by "${pull}".`, code: 1 });
  const found = await answerOf(api.GET('/api/entries', { params: { query } }));
  if (!found.ok) return found;
  const newest = found.value.items.at(-1);
  if (!newest)
    return err({ text: `#${number} was never in a lane here. Its check run says what is missing.`, code: 1 });
  const params = { path: { id: newest.id } };
  const why = await answerOf(api.GET('/api/entries/{id}/explain', { params }));
  if (!why.ok) return why;
  const { title, words } = why.value;
  return ok({ text: `${title}\n\n${words}`, json: { ...why.value, entry: newest } });
}
