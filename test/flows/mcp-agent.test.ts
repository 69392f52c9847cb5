import { expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { mcpClient } from '../support/mcp-client.ts';
import { openTask } from '../support/talk.ts';
import { configure, doTheWork, EPIC_1 } from '../support/work.ts';
import { it } from '../support/world.ts';

it('an agent with nothing but MCP takes a task from ready to landed', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  await configure(world, { merge: '{ auto: false }' });
  const { number: issue } = await openTask(world);
  const { url, token } = await apiClient(world, 'agent-d');
  const { call } = await mcpClient(url, token);

  expect((await call('list_ready_tasks')).data['tasks']).toMatchObject([
    { issue, title: 'Write the parser' },
  ]);
  expect((await call('next_task')).words).toContain(`#${issue}`);
  expect((await call('claim_task', { issue })).data['task']).toMatchObject({ holder: { agent: 'agent-d' } });
  const brief = await call('get_brief', { issue });
  const { branch, base } = brief.data['push'] as { branch: string; base: string };
  expect([branch, base]).toEqual(['agent-d/1-write-the-parser', EPIC_1]);
  expect((await call('heartbeat')).data['holds']).toMatchObject([{ issue }]);

  const opened = await doTheWork(world, { branch, base });
  await world.settle();

  const said = await call('report_progress', { issue, percent: 80, note: 'only the printer is missing' });
  expect(said.data['task']).toMatchObject({ pull: opened.number });
  const ref = opened.pull.headSha;
  expect((await call('add_evidence', { issue, type: 'commit', ref })).refused).toBe(false);
  const wrong = await call('enqueue', { issue, sha: 'abcdef1' });
  expect(wrong).toMatchObject({ refused: true, data: { status: 409, reason: 'other_head' } });
  const { data: before } = await call('wait_for_event', { issue, seconds: 0 });
  expect((await call('enqueue', { issue, sha: ref })).refused).toBe(false);
  await world.settle();

  const landed = await call('wait_for_event', { issue, kinds: ['entry.landed'], after: before['after'] });
  expect(landed.data['events']).toMatchObject([{ kind: 'entry.landed', issue }]);
  const explained = await call('explain', { pull: opened.number });
  expect(explained.data).toMatchObject({ title: `Landed on ${EPIC_1}`, entry: { state: 'landed' } });
  expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toContain('parser');
});
