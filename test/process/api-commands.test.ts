import { describe, expect } from 'vitest';
import { apiTokens } from '../../src/db/api-tokens.ts';
import type { Decide } from '../github/actions/script-actions.ts';
import type { Issue } from '../github/model.ts';
import { apiClient } from '../support/api-client.ts';
import { bothWays, taskIds, type Case } from '../support/both-ways.ts';
import { lastReply, replyTo, steady, sticky } from '../support/see.ts';
import { openTask } from '../support/talk.ts';
import {
  candidatesWait,
  claimed,
  configure,
  EPIC_1,
  isCandidate,
  proposed,
  pushMore,
  standing,
  underTest,
  type Proposal,
} from '../support/work.ts';
import { ADMIN_TOKEN, it } from '../support/world.ts';

describe('a command through the API', () => {
  it('is refused with the words of the comment, and as a program can read it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const { agentD, agentE, maintainer, repo } = world;
    await configure(world, (text) => text.replace('agent-e, maxClaims: 5', 'agent-e, maxClaims: 1'));
    const open = (title: string, more: object = {}) => repo.openIssue({ title, labels: ['epic:1'], ...more });
    const held = await claimed(world);
    const own = await claimed(world, { by: agentE, title: 'Write the printer' });
    const free = open('Free');
    const waiting = open('Waiting', { body: `Depends on #${held.number}` });
    const blocked = open('Blocked');
    const early = open('Early', { labels: ['epic:2'] });
    const over = open('Over');
    const given = open('Given up');
    const left = open('Left');
    const proposal = await proposed(world, held, { draft: true });
    repo.comment(blocked, maintainer, '/block the staging database is down');
    repo.comment(left, agentD, '/claim\n/release');
    await world.settle();
    repo.closeIssue(over, { by: maintainer, reason: 'completed' });
    repo.closeIssue(given, { by: maintainer, reason: 'not_planned' });
    await world.settle();

    const cases: readonly Case[] = [
      { kind: 'held', by: 'agent-e', on: held, line: '/claim' },
      { kind: 'blocked', by: 'agent-d', on: waiting, line: '/claim' },
      { kind: 'blocked_by_hand', by: 'agent-d', on: blocked, line: '/claim' },
      { kind: 'threshold', by: 'agent-d', on: early, line: '/claim' },
      { kind: 'done', by: 'agent-d', on: over, line: '/claim' },
      { kind: 'failed', by: 'agent-d', on: given, line: '/claim' },
      { kind: 'at_limit', by: 'agent-e', on: free, line: '/claim' },
      { kind: 'needs_role', by: 'agent-e', on: free, line: '/estimate 3h', body: { hours: 3 } },
      { kind: 'nobody_holds', by: 'agent-e', on: free, line: '/progress 10', body: { percent: 10 } },
      { kind: 'other_holds', by: 'agent-e', on: held, line: '/progress 10', body: { percent: 10 } },
      { kind: 'hold_over', by: 'agent-d', on: left, line: '/progress 10', body: { percent: 10 } },
      { kind: 'not_held', by: 'mona', on: free, line: '/release' },
      { kind: 'ended', by: 'mona', on: over, line: '/block no', body: { reason: 'no' } },
      { kind: 'not_blocked', by: 'agent-d', on: held, line: '/unblock' },
      { kind: 'not_ended', by: 'mona', on: held, line: '/reopen' },
      { kind: 'too_long', by: 'agent-d', on: held, line: '/extend 90d', body: { by: '90d' } },
      { kind: 'usage', by: 'agent-d', on: held, line: '/extend soon', body: { by: 'soon' } },
      { kind: 'no_agent', by: 'agent-d', on: held, line: '/handoff agent-q', body: { to: 'agent-q' } },
      { kind: 'no_account', by: 'agent-d', on: held, line: '/handoff @ghosts', body: { to: '@ghosts' } },
      { kind: 'needs_write', by: 'mona', on: free, line: '/assign @sam', body: { to: '@sam' } },
      { kind: 'own', by: 'agent-e', on: own, line: '/handoff agent-e', body: { to: 'agent-e' } },
      { kind: 'at_limit', by: 'agent-d', on: held, line: '/handoff agent-e', body: { to: 'agent-e' } },
      { kind: 'no_issue', by: 'agent-e', on: own, line: '/depends #999', body: { on: ['#999'] } },
      { kind: 'no_repository', by: 'agent-e', on: own, line: '/depends x/y#1', body: { on: ['x/y#1'] } },
      { kind: 'not_depending', by: 'agent-e', on: own, line: '/undepends #3', body: { on: ['#3'] } },
      {
        kind: 'in_body',
        by: 'mona',
        on: waiting,
        line: `/undepends #${held.number}`,
        body: { on: [`#${held.number}`] },
      },
      {
        kind: 'cycle',
        by: 'mona',
        on: held,
        line: `/depends #${waiting.number}`,
        body: { on: [`#${waiting.number}`] },
      },
      {
        kind: 'wrong_kind',
        by: 'agent-e',
        on: own,
        line: '/evidence commit https://example.com/a',
        body: { type: 'commit', ref: 'https://example.com/a' },
      },
      {
        kind: 'not_there',
        by: 'agent-e',
        on: own,
        line: `/evidence commit ${'ab12'.repeat(10)}`,
        body: { type: 'commit', ref: 'ab12'.repeat(10) },
      },
      { kind: 'no_open_pull', by: 'agent-e', on: own, line: '/merge abcdef1', body: { sha: 'abcdef1' } },
      { kind: 'bot_must_name_sha', by: 'agent-d', on: held, under: proposal, line: '/merge' },
      {
        kind: 'other_head',
        by: 'agent-d',
        on: held,
        under: proposal,
        line: '/merge abcdef1',
        body: { sha: 'abcdef1' },
      },
      {
        kind: 'not_author',
        by: 'agent-e',
        on: held,
        under: proposal,
        line: '/merge abcdef1',
        body: { sha: 'abcdef1' },
      },
      { kind: 'not_queued', by: 'agent-d', on: held, under: proposal, line: '/dequeue' },
      { kind: 'nothing_to_retry', by: 'agent-d', on: held, under: proposal, line: '/retry' },
    ];

    const seen = await bothWays(world, cases);
    expect(seen.map(({ kind, api }) => ({ kind, words: api }))).toEqual(
      seen.map(({ reason, github }) => ({ kind: reason, words: github })),
    );
    expect(Object.fromEntries(seen.map(({ kind, status }) => [kind, status]))).toMatchInlineSnapshot(`
      {
        "at_limit": 409,
        "blocked": 409,
        "blocked_by_hand": 409,
        "bot_must_name_sha": 409,
        "cycle": 409,
        "done": 409,
        "ended": 409,
        "failed": 409,
        "held": 409,
        "hold_over": 403,
        "in_body": 409,
        "needs_role": 403,
        "needs_write": 409,
        "no_account": 409,
        "no_agent": 409,
        "no_issue": 409,
        "no_open_pull": 409,
        "no_repository": 409,
        "nobody_holds": 403,
        "not_author": 403,
        "not_blocked": 409,
        "not_depending": 409,
        "not_ended": 409,
        "not_held": 409,
        "not_queued": 409,
        "not_there": 409,
        "nothing_to_retry": 409,
        "other_head": 409,
        "other_holds": 403,
        "own": 409,
        "threshold": 409,
        "too_long": 409,
        "usage": 400,
        "wrong_kind": 409,
      }
    `);

    const { post } = await apiClient(world, 'agent-e');
    const id = (await taskIds(world)).get(held.number);
    const claim = await post(`/api/tasks/${id}/claim`, '/api/tasks/{id}/claim');
    expect(claim).toMatchObject({ status: 409, body: { reason: 'held', holder: 'agent-d' } });
    expect(Date.parse(claim.body.expiresAt ?? '')).toBeGreaterThan(Date.now());
  });

  it('is refused likewise for how a pull request, a commit or an account stands', async ({ newWorld }) => {
    const decide: Decide = (_job, _sha, branch) =>
      isCandidate(branch) || branch.startsWith('agent-e/') ? 'pending' : 'success';
    const world = await newWorld({ workers: false, decide });
    const { agentE, repo } = world;
    const { id, login } = agentE;
    const more = `  - { id: ${id}, login: "${login}", name: agent-x, maxClaims: 5 }\n`;
    await configure(world, (text) => text + more);
    const held = await claimed(world);
    const queued = await underTest(world, { issue: held });
    const own = repo.openIssue({ title: 'Write the printer', labels: ['epic:1'] });
    repo.comment(own, agentE, '/claim as agent-e');
    await world.settle();
    const branch = `agent-e/${own.number}-work`;
    const early = await repo.pushFiles({
      branch,
      from: EPIC_1,
      files: { 'a.ts': 'export {};\n' },
      by: agentE,
    });
    const lost = await repo.pushFiles({ branch: 'elsewhere', files: { 'b.ts': '1\n' }, by: agentE });
    const task = await claimed(world, { title: 'Write the lexer' });
    const astray = await proposed(world, task, { base: 'main' });

    const sha = queued.pull.headSha;
    const evidence = (type: string, ref: string) => ({
      line: `/evidence ${type} ${ref}`,
      body: { type, ref },
    });
    const pull = `https://github.com/acme/fleet/pull/${queued.number}`;
    const account = `@${login}`;
    const seen = await bothWays(world, [
      {
        kind: 'already_queued',
        by: 'agent-d',
        on: held,
        under: queued,
        line: `/merge ${sha}`,
        body: { sha },
      },
      {
        kind: 'no_lane',
        by: 'agent-d',
        on: task,
        under: astray,
        line: `/merge ${astray.pull.headSha}`,
        body: { sha: astray.pull.headSha },
      },
      { kind: 'in_lane', by: 'agent-d', on: held, line: '/handoff agent-e', body: { to: 'agent-e' } },
      { kind: 'several_agents', by: 'agent-d', on: held, line: `/handoff ${account}`, body: { to: account } },
      { kind: 'several_agents', by: 'mona', on: held, line: `/assign ${account}`, body: { to: account } },
      { kind: 'other_task', by: 'agent-e', on: own, ...evidence('pr', pull) },
      { kind: 'not_finished', by: 'agent-e', on: own, ...evidence('test', early) },
      { kind: 'not_reachable', by: 'agent-e', on: own, ...evidence('commit', lost) },
    ]);
    expect(seen.map(({ kind, api }) => ({ kind, words: api }))).toEqual(
      seen.map(({ reason, github }) => ({ kind: reason, words: github })),
    );
    expect(new Set(seen.map(({ status }) => status))).toEqual(new Set([409]));
    expect(seen.every(({ api }) => api.length > 20)).toBe(true);
  });

  it('is refused likewise while an older head leaves its lane, whose next step that is', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const issue = await claimed(world);
    const pull = await underTest(world, { issue });
    const { post } = await apiClient(world, 'agent-d');
    const path = `/api/tasks/${(await taskIds(world)).get(issue.number)}/merge`;

    const sha = await pushMore(world, pull);
    const api = await post(path, '/api/tasks/{id}/merge', { sha });
    const comment = world.repo.comment(pull, world.agentD, `/merge ${sha}`);
    await world.github.idle();
    await world.app.sweep();
    await world.settle();

    expect(api).toMatchObject({ status: 409, body: { reason: 'older_head_leaving' } });
    expect(replyTo(world, comment)).toBe(steady(api.body.detail));
  });
});

describe('who asks through the API', () => {
  it('is one agent, also where several share an account', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { id, login } = world.agentD;
    await configure(
      world,
      (text) => `${text}  - { id: ${id}, login: "${login}", name: agent-x, maxClaims: 5 }\n`,
    );
    const issue = await openTask(world);
    const path = `/api/tasks/${(await taskIds(world)).get(issue.number)}`;
    const [d, x] = [await apiClient(world, 'agent-d'), await apiClient(world, 'agent-x')];
    const ask = (who: typeof d, name: string, said?: object) =>
      who.post(`${path}/${name}`, `/api/tasks/{id}/${name}`, said);

    const claim = await ask(d, 'claim');
    expect(claim).toMatchObject({ status: 200, body: { task: { holder: { agent: 'agent-d' } } } });
    expect(claim.body.message).toContain('Work on the branch `agent-d/');
    await world.settle();
    expect(sticky(world, issue)).toContain('| Holder | `agent-d`');
    expect(await ask(x, 'progress', { percent: 90 })).toMatchObject({
      status: 403,
      body: { reason: 'other_holds' },
    });
    expect(await ask(x, 'release')).toMatchObject({ status: 403, body: { holder: 'agent-d' } });

    const { pull } = await proposed(world, issue, { draft: true });
    expect(await ask(x, 'merge', { sha: pull.headSha })).toMatchObject({
      status: 403,
      body: { holder: 'agent-d' },
    });
    expect(await ask(d, 'handoff', { to: 'agent-x' })).toMatchObject({ status: 200 });
    await world.settle();
    expect(lastReply(world, issue)).toContain('**agent-x** holds #1');
    expect(await ask(d, 'progress', { percent: 5 })).toMatchObject({
      status: 403,
      body: { reason: 'hold_over' },
    });
    const progress = await x.patch(`${path}/progress`, '/api/tasks/{id}/progress', { percent: 60 });
    expect(progress).toMatchObject({ status: 200, body: { task: { percent: 60 } } });
    expect(
      await (await apiClient(world, null, 'maintain')).post(`${path}/claim`, '/api/tasks/{id}/claim'),
    ).toMatchObject({
      status: 403,
      body: { reason: 'nobody' },
    });
  });

  it('may be a maintainer’s token, which steers lanes and is asked for its rights again at landing', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    await configure(world, { merge: '{ auto: false }' });
    const issues = [await claimed(world), await claimed(world, { title: 'Write the printer' })] as const;
    const [landing, waiting] = [await proposed(world, issues[0]), await proposed(world, issues[1])];
    const tokens = apiTokens(world.database.pool);
    const { post, get } = await apiClient(world, null, 'maintain');
    const ids = await taskIds(world);
    const [lane] = (await get('/api/lanes')).body.items;
    const merge = ({ number }: Issue, { pull }: Proposal) =>
      post(`/api/tasks/${ids.get(number)}/merge`, '/api/tasks/{id}/merge', { sha: pull.headSha });

    expect(await merge(issues[0], landing)).toMatchObject({ status: 200 });
    await world.settle();
    expect(await standing(world, landing)).toBe('landed');

    const pause = await post(`/api/lanes/${lane?.id}/pause`, '/api/lanes/{id}/pause', {
      reason: 'a release',
    });
    expect(pause).toMatchObject({ status: 200, body: { lane: { paused: 'a release' } } });
    expect(await merge(issues[1], waiting)).toMatchObject({ status: 200 });
    await world.settle();
    for (const { id, scope } of await tokens.list()) if (scope === 'maintain') await tokens.revoke(id);
    const operator = { authorization: `Bearer ${ADMIN_TOKEN}` };
    await fetch(`${world.app.url}/api/lanes/${lane?.id}/resume`, { method: 'POST', headers: operator });
    await world.settle();
    expect(await standing(world, waiting)).toBe('permission_lost');
  });
});
