import { describe, expect } from 'vitest';
import { apiClient } from '../support/api-client.ts';
import { task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { openTask, say } from '../support/talk.ts';
import { claimed } from '../support/work.ts';
import { it } from '../support/world.ts';

describe('the API', () => {
  it('shows what the document says, to a program that knows no more', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const other = await openTask(world, { title: 'Write the printer' });
    await say(world, issue, world.agentD, '/evidence research https://example.com/a a page');
    const { get } = await apiClient(world);

    const all = await get('/api/tasks');
    expect(all.body).toMatchObject({
      items: [
        { issue: issue.number, status: 'in_progress', holder: { agent: 'agent-d' }, epic: '1' },
        { issue: other.number, status: 'pending', holder: null },
      ],
      next: null,
    });
    const [first] = all.body.items;
    const id = first?.id ?? 0;
    const issues = async (query: string) =>
      (await get(`/api/tasks?${query}`, '/api/tasks')).body.items.map((one) => one.issue);
    expect(await issues('status=pending')).toEqual([other.number]);
    expect(await issues('holder=agent-d&epic=1')).toEqual([issue.number]);
    expect(await issues('search=PRINT')).toEqual([other.number]);
    expect((await get('/api/tasks?limit=1', '/api/tasks')).body.next).toBe(id);
    expect(await issues(`limit=1&cursor=${id}`)).toEqual([other.number]);

    expect((await get(`/api/tasks/${id}`, '/api/tasks/{id}')).body).toMatchObject({ issue: issue.number });
    const history = await get(`/api/tasks/${id}/history`, '/api/tasks/{id}/history');
    expect(history.body.items.map(({ kind }) => kind)).toContain('task.claimed');
    expect((await get(`/api/git/evidence/${id}`, '/api/git/evidence/{task_id}')).body).toMatchObject({
      items: [{ type: 'research', grade: 'claimed', summary: 'as its agent says: a page' }],
    });
    expect((await get('/api/tasks/ready/list')).body).toMatchObject({ items: [{ issue: other.number }] });
    expect((await get('/api/agents')).body).toMatchObject({
      items: [
        { name: 'agent-d', health: 'healthy', claims: 1 },
        { name: 'agent-e', health: 'unknown' },
      ],
    });
    expect((await get('/api/assignments?status=active', '/api/assignments')).body).toMatchObject({
      items: [{ issue: issue.number, agent: 'agent-d', status: 'active' }],
    });
    expect((await get('/api/git/merge-queue')).body).toMatchObject({
      items: [{ branch: 'epic-1/repositories', paused: null, entries: [] }, {}],
    });
    expect((await get('/api/projects')).body).toMatchObject({ items: [{ repository: 'acme/fleet' }] });
    expect((await get('/api/activity')).body.items.length).toBeGreaterThan(2);
    expect(await get('/api/tasks?sttaus=done', '/api/tasks')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'query', message: 'Unrecognized key: "sttaus"' }] },
    });
    expect(await get('/api/tasks/99', '/api/tasks/{id}')).toMatchObject({ status: 404 });
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress' });
  });

  it('keeps the hold of an agent that says it lives, and says until when', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    await passTime(world.database.pool, 3 * 3_600);
    const { post } = await apiClient(world, 'agent-d');
    const beat = await post('/api/agents/heartbeat');
    expect(beat).toMatchObject({ status: 200, body: { agent: 'agent-d', holds: [{ issue: issue.number }] } });
    await passTime(world.database.pool, 2 * 3_600);
    await world.app.sweep();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });

    expect(await (await apiClient(world, 'agent-e')).post('/api/agents/heartbeat')).toMatchObject({
      body: { agent: 'agent-e', holds: [] },
    });
    expect(await (await apiClient(world)).post('/api/agents/heartbeat')).toMatchObject({ status: 403 });
  });
});
