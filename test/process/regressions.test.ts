import { describe, expect } from 'vitest';
import { EVIDENCE_TYPES } from '../../src/core/model/evidence.ts';
import { apiClient } from '../support/api-client.ts';
import { deliver } from '../support/deliver.ts';
import { evidence, task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply, reactions, replies } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { claimed, configure } from '../support/work.ts';
import { it } from '../support/world.ts';

const LEASE = 4 * 3_600;

/**
 * Faults of the system that this one grew from, and of others of its kind, each as what somebody would have seen. Those
 * of plans, figures, cost, gates, rights, hidden orders and lost state are named where such things are tested: `-t 'the
 * fault'` runs all of them.
 */
describe('the fault', () => {
  it('two agents on one task', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const asked = [world.agentD, world.agentE].map((agent) => world.repo.comment(issue, agent, '/claim'));
    await world.settle();
    expect(asked.flatMap(reactions).toSorted((one, other) => one.localeCompare(other))).toEqual(['-1', '+1']);
    const { rows } = await world.database.pool.query(
      "select count(*)::integer as holds from assignments where status = 'active'",
    );
    expect(rows).toEqual([{ holds: 1 }]);
  });

  it('an agent that was never seen shown as healthy', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const health = async () => {
      const { rows } = await world.database.pool.query<{ health: string }>(
        'select health from agent_status order by name',
      );
      return rows.map((row) => row.health);
    };
    expect(await health()).toEqual(['unknown', 'unknown']);
    await say(world, await openTask(world), world.agentD, 'Here I am.');
    expect(await health()).toEqual(['healthy', 'unknown']);
    await world.database.pool.query("update agents set last_seen_at = last_seen_at - interval '6 minutes'");
    expect(await health()).toEqual(['stale', 'unknown']);
  });

  it('a route that deactivated nobody', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const other = await openTask(world, { title: 'Write the printer' });
    const { post, get } = await apiClient(world, null, 'maintain');
    const own = await apiClient(world, 'agent-d');
    const [agent] = (await get('/api/agents')).body.items;
    const ask = (what: string, said?: object) =>
      post(`/api/agents/${agent?.id}/${what}`, `/api/agents/{id}/${what}`, said);

    expect(await own.post('/api/agents/register')).toMatchObject({
      status: 200,
      body: { agent: { name: 'agent-d' }, holds: [{ issue: issue.number }] },
    });
    expect(await ask('deactivate', { reason: 'it loops' })).toMatchObject({
      status: 200,
      body: { agent: { active: false, claims: 0 }, released: [issue.number] },
    });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"**agent-d** was deactivated by \`token:maintain\` (it loops), so its hold has ended and the task is open to everybody. Whoever wants to go on with it can say \`/claim\`; branches and pull requests are left as they are."`,
    );

    await say(world, other, world.agentD, '/claim');
    expect(lastReply(world, other)).toMatchInlineSnapshot(
      `"**agent-d** was deactivated by a maintainer, so it takes no tasks. A maintainer can let it work again through the API."`,
    );
    const id = (await get('/api/tasks')).body.items.find((one) => one.issue === other.number)?.id;
    const claim = (who: typeof own) => who.post(`/api/tasks/${id}/claim`, '/api/tasks/{id}/claim');
    expect(await claim(own)).toMatchObject({ status: 403, body: { detail: lastReply(world, other) } });
    expect(await own.post('/api/agents/heartbeat')).toMatchObject({ status: 403 });
    await say(world, other, world.maintainer, '/assign agent-d');
    expect(lastReply(world, other)).toContain('was deactivated by a maintainer');
    // The configuration lists it still; only a maintainer lets it work again.
    await configure(world, (text) => text.replace('agent-e, maxClaims: 5', 'agent-e, maxClaims: 4'));
    expect(await claim(own)).toMatchObject({ status: 403 });
    expect(await ask('activate')).toMatchObject({ status: 200, body: { agent: { active: true } } });
    expect(await claim(own)).toMatchObject({ status: 200 });
  });

  it('thresholds of epics in prose only', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, maintainer } = world;
    await openTask(world);
    const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
    await say(world, later, agentD, '/claim');
    await say(world, later, maintainer, '/assign agent-d');
    expect(replies(world, later).filter((reply) => reply.includes('needs 50 %'))).toHaveLength(2);
    expect(await task(world, later)).toMatchObject({ status: 'pending', holder: null });
  });

  it('types of evidence that its own constraint refused, and false evidence taken', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    const branch = `agent-d/${issue.number}-parser`;
    const base = 'epic-1/repositories';
    const head = await repo.pushFiles({ branch, from: base, files: { 'a.ts': '1\n' }, by: agentD });
    const pull = await repo.openPull({ title: 'Parser', head: branch, base, by: agentD, draft: true });
    await world.settle();
    const proof: Readonly<Record<string, string>> = {
      commit: head,
      pr: `https://github.com/acme/fleet/pull/${pull.number}`,
    };
    const proofs = EVIDENCE_TYPES.map(
      (type) => `/evidence ${type} ${proof[type] ?? 'https://example.com/page'}`,
    );
    const said = await say(world, issue, agentD, proofs.join('\n'));
    expect(reactions(said)).toEqual(['+1']);
    const known = await evidence(world, issue);
    expect(new Set(known.map((fact) => fact.split(' ')[0]))).toEqual(new Set(EVIDENCE_TYPES));

    const invented = [
      `/evidence commit ${'ab12'.repeat(10)}`,
      '/evidence pr https://github.com/acme/fleet/pull/77',
      '/evidence citation https://github.com/acme/fleet/issues/77',
    ];
    const lied = await say(world, issue, agentD, invented.join('\n'));
    expect(reactions(lied)).toEqual(['-1']);
    expect(await evidence(world, issue)).toEqual(known);
  });

  it('no authentication', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    world.github.knobs.faultDeliveries('issue_comment', 'lose');
    world.repo.comment(issue, world.agentD, '/claim');
    const { event, payload } = world.github.deliveries.at(-1) ?? { event: '', payload: {} };
    for (const secret of [null, 'development', 'another secret altogether']) {
      const answer = await deliver(world, { event, payload, secret });
      expect(answer.status).toBe(401);
    }
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: null });
  });

  it('a hold that outlives its agent, and one that is taken from live work', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD, agentE, database } = world;
    const [dead, alive] = [await openTask(world), await openTask(world)];
    await say(world, dead, agentD, '/claim');
    await say(world, alive, agentE, '/claim');
    await passTime(database.pool, LEASE - 60);
    const branch = `agent-e/${alive.number}-parser`;
    const files = { 'a.ts': '1\n' };
    await repo.pushFiles({ branch, from: 'epic-1/repositories', files, by: agentE });
    await world.settle();
    for (const seconds of [120, LEASE / 4]) {
      await passTime(database.pool, seconds);
      await world.app.sweep();
    }
    await world.settle();
    expect(await task(world, dead)).toMatchObject({ status: 'pending', holder: null });
    expect(await task(world, alive)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
    await say(world, dead, agentD, '/progress 99');
    expect(lastReply(world, dead)).toContain('The hold of **agent-d** on this task ended');
  });

  it('done on an agent’s word alone', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim\n/progress 100');
    repo.closeIssue(issue, { by: agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
    expect(lastReply(world, issue)).toContain('Closing this issue does not finish its task');
  });

  it('bots that wake each other', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const bot = world.github.createUser({ login: 'parrot[bot]', type: 'Bot' });
    await say(world, issue, bot, '/claim');
    const heard = replies(world, issue).length;
    for (const said of [lastReply(world, issue), '/claim']) await say(world, issue, bot, said);
    expect(replies(world, issue)).toHaveLength(heard);
  });
});
