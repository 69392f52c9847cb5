import { expect } from 'vitest';
import { connectApi } from '../../src/client/connect-api.ts';
import { apiClient } from '../support/api-client.ts';
import { openTask } from '../support/talk.ts';
import { configure, doTheWork, EPIC_1 } from '../support/work.ts';
import { it } from '../support/world.ts';

it('an agent that knows nothing but the document takes a task from ready to landed', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  await configure(world, { merge: '{ auto: false }' });
  await openTask(world);
  const { token, url } = await apiClient(world, 'agent-d');
  const api = connectApi(url, { authorization: `Bearer ${token}` });

  const { data: me } = await api.POST('/api/agents/register');
  expect(me?.agent).toMatchObject({ name: 'agent-d', active: true, claims: 0 });
  const { data: ready } = await api.GET('/api/tasks/ready/list');
  const [best] = ready?.items ?? [];
  const path = { id: best?.id ?? 0 };
  const { data: claim } = await api.POST('/api/tasks/{id}/claim', { params: { path } });
  expect(claim?.task.holder?.agent).toBe('agent-d');
  const { data: brief } = await api.GET('/api/tasks/{id}/brief', { params: { path } });
  const { branch, base } = brief?.push ?? {};
  expect([branch, base]).toEqual(['agent-d/1-write-the-parser', EPIC_1]);

  const opened = await doTheWork(world, { branch: branch ?? '', base: base ?? '' });

  const { data: said } = await api.PATCH('/api/tasks/{id}/progress', {
    params: { path },
    body: { percent: 80, note: 'only the printer is missing' },
  });
  expect(said?.task.percent).toBe(80);
  const proof = { type: 'commit' as const, ref: opened.pull.headSha };
  expect(
    (await api.POST('/api/git/evidence', { body: { task_id: path.id, ...proof } })).response.status,
  ).toBe(200);
  const { data: linked } = await api.PATCH('/api/tasks/{id}/git', {
    params: { path },
    body: { pull: opened.number },
  });
  expect(linked?.pull).toBe(opened.number);
  await world.settle();

  const wrong = await api.POST('/api/tasks/{id}/merge', { params: { path }, body: { sha: 'abcdef1' } });
  expect(wrong.error).toMatchObject({ status: 409, reason: 'other_head' });
  const sha = opened.pull.headSha;
  expect((await api.POST('/api/tasks/{id}/merge', { params: { path }, body: { sha } })).response.status).toBe(
    200,
  );
  await world.settle();

  const { data: stays } = await api.GET('/api/entries');
  const [stay] = stays?.items ?? [];
  expect(stay).toMatchObject({
    pull: opened.number,
    state: 'landed',
    how: 'command',
    requester: 'agent-d[bot]',
  });
  const { data: why } = await api.GET('/api/entries/{id}/explain', {
    params: { path: { id: stay?.id ?? 0 } },
  });
  expect(why?.title).toBe(`Landed on ${EPIC_1}`);
  const { data: task } = await api.GET('/api/tasks/{id}', { params: { path } });
  expect(task).toMatchObject({ status: 'done', percent: 100, holder: null });
  const { data: facts } = await api.GET('/api/git/evidence/{task_id}', {
    params: { path: { task_id: path.id } },
  });
  expect(facts?.items.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['commit', 'pr', 'test', 'build']),
  );
  expect(await world.repo.readFile(EPIC_1, 'src/parser.ts')).toContain('parser');
});
