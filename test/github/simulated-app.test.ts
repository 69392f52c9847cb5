import { createHmac } from 'node:crypto';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, openDemo, silent, updateRefs, type Demo } from './open-demo.ts';
import type { TwinRepository } from './people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from './start-github.ts';

let demo: Demo;
let github: SimulatedGitHub;
let repo: TwinRepository;
let app: Octokit;
beforeEach(async () => {
  demo = await openDemo();
  ({ github, repo, app } = demo);
});
afterEach(() => demo.close());

describe('accounts and tokens', () => {
  it('refuses an App token signed with another key', async () => {
    const other = await startGitHub({ appId: 7 });
    const stranger = new Octokit({
      baseUrl: github.url,
      authStrategy: createAppAuth,
      auth: { appId: other.appId, privateKey: other.privateKey },
      log: silent,
    });

    await expect(stranger.rest.apps.getAuthenticated()).rejects.toMatchObject({ status: 404 });
    await other.close();
  });

  it('answers the permission of people and 404 for bots', async () => {
    github.createUser({ login: 'agent-d[bot]' });

    const { data } = await app.rest.repos.getCollaboratorPermissionLevel({ ...at, username: 'maria' });
    const bot = app.rest.repos.getCollaboratorPermissionLevel({ ...at, username: 'agent-d[bot]' });

    expect(data).toMatchObject({ permission: 'write', role_name: 'maintain' });
    await expect(bot).rejects.toMatchObject({ status: 404 });
  });

  it('refuses what the installation has no permission for', async () => {
    const run = await repo.actions.createRun({
      path: '.github/workflows/ci.yml',
      name: 'CI',
      event: 'push',
      headBranch: 'main',
      headSha: repo.branchTip('main') ?? '',
      jobs: ['build'],
    });
    await run.completeJob('build', 'failure');
    await run.complete();

    const rerun = app.rest.actions.reRunWorkflowFailedJobs({ ...at, run_id: run.id });

    await expect(rerun).rejects.toMatchObject({ status: 403 });
  });

  it('keeps an App without the workflows permission from landing new workflow files', async () => {
    const base = repo.branchTip('main') ?? '';
    const head = await repo.pushFiles({
      branch: 'w',
      files: { '.github/workflows/ci.yml': 'on: [push, workflow_dispatch]\n' },
    });
    await repo.deleteBranch('w');

    const created = app.rest.git.createRef({ ...at, ref: 'refs/heads/again', sha: head });

    await expect(created).rejects.toMatchObject({ status: 403 });
    expect(repo.branchTip('main')).toBe(base);
  });
});

describe('webhooks', () => {
  it('are signed, in order, and redelivered only on request with the same GUID', async () => {
    demo.answerWith = 500;
    const issue = repo.openIssue({ title: 'Write the parser' });
    repo.comment(issue, 'maria', '/claim');
    await github.idle();
    const [first] = demo.received.filter((one) => one.event === 'issues');
    const jwt = new Octokit({
      baseUrl: github.url,
      authStrategy: createAppAuth,
      auth: { appId: github.appId, privateKey: github.privateKey },
    });

    const { data } = await jwt.rest.apps.listWebhookDeliveries();
    const failed = data.find((one) => one.event === 'issues');
    demo.answerWith = 202;
    await jwt.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: failed?.id ?? 0 });
    await github.idle();

    const again = demo.received.at(-1);
    const signature = createHmac('sha256', github.webhookSecret)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    expect(demo.received.map((one) => one.event)).toEqual(
      expect.arrayContaining(['installation', 'issues', 'issue_comment']),
    );
    expect(failed).toMatchObject({ status_code: 500, redelivery: false });
    expect([again?.event, again?.headers['x-github-delivery']]).toEqual([
      'issues',
      first?.headers['x-github-delivery'],
    ]);
  });

  it('can be lost, doubled and held', async () => {
    github.knobs.faultDeliveries('issue_comment', 'drop', 1);
    github.knobs.faultDeliveries('issues.opened', 'double');
    const issue = repo.openIssue({ title: 'One' });
    repo.comment(issue, 'maria', 'lost');
    await github.idle();
    github.knobs.holdDeliveries();
    repo.comment(issue, 'maria', 'first');
    repo.comment(issue, 'maria', 'second');
    await github.idle();
    const before = demo.received.filter((one) => one.event === 'issue_comment').length;

    github.knobs.releaseDeliveries('reversed');
    await github.idle();

    const bodies = demo.received
      .filter((one) => one.event === 'issue_comment')
      .map((one) => (JSON.parse(one.body) as { comment: { body: string } }).comment.body);
    expect(before).toBe(0);
    expect(bodies).toEqual(['second', 'first']);
    expect(demo.received.filter((one) => one.event === 'issues')).toHaveLength(2);
  });
});

describe('checks and workflow runs', () => {
  it('tells a job of a run from a check of its name', async () => {
    const sha = repo.branchTip('main') ?? '';
    await repo.postCheckRun({ by: 'actions', sha, name: 'build', conclusion: 'success' });
    const made = await repo.actions.createRun({
      path: '.github/workflows/ci.yml',
      name: 'CI',
      event: 'push',
      headBranch: 'main',
      headSha: sha,
      jobs: ['build'],
    });
    await made.completeJob('build', 'failure');
    await made.addJob('late');
    await made.completeJob('late', 'success');
    await made.complete();

    const checks = await app.rest.checks.listForRef({ ...at, ref: sha, app_id: 15368, check_name: 'build' });
    const runs = await app.rest.actions.listWorkflowRunsForRepo({ ...at, head_sha: sha, event: 'push' });
    const jobs = await app.rest.actions.listJobsForWorkflowRun({ ...at, run_id: made.id });

    expect(
      checks.data.check_runs.map((one) => String(one.conclusion)).toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['failure', 'success']);
    expect(runs.data.workflow_runs).toMatchObject([
      { status: 'completed', conclusion: 'failure', path: '.github/workflows/ci.yml' },
    ]);
    expect(jobs.data.jobs.map((job) => [job.name, job.conclusion])).toEqual([
      ['build', 'failure'],
      ['late', 'success'],
    ]);
  });

  it('runs failed jobs again as a new attempt', async () => {
    const sha = repo.branchTip('main') ?? '';
    const made = await repo.actions.createRun({
      path: '.github/workflows/ci.yml',
      name: 'CI',
      event: 'push',
      headBranch: 'main',
      headSha: sha,
      jobs: ['a', 'b'],
    });
    await made.completeJob('a', 'success');
    await made.completeJob('b', 'failure');
    await made.complete();

    expect(await made.rerun()).toEqual(['b']);
    await made.completeJob('b', 'success');
    await made.complete();

    const { data } = await app.rest.actions.getWorkflowRun({ ...at, run_id: made.id });
    expect(data).toMatchObject({ run_attempt: 2, conclusion: 'success' });
  });
});

describe('knobs', () => {
  it('fails before or after the effect', async () => {
    const issue = repo.openIssue({ title: 'One' });
    const post = () => app.rest.issues.createComment({ ...at, issue_number: issue.number, body: 'hello' });
    github.knobs.failNext({ method: 'POST', path: '/comments' }, { status: 502 });
    await expect(post()).rejects.toMatchObject({ status: 502 });
    expect(repo.comments(issue)).toHaveLength(0);

    github.knobs.failNext({ method: 'POST', path: '/comments' }, { status: 502, when: 'after' });
    await expect(post()).rejects.toMatchObject({ status: 502 });
    expect(repo.comments(issue)).toHaveLength(1);
  });

  it('serves a branch as it was, as often as told', async () => {
    const old = repo.branchTip('main');
    const tip = await repo.pushFiles({ branch: 'main', files: { 'a.txt': '1' } });
    github.knobs.staleRef(repo, 'main', { behind: 1, reads: 1 });
    const read = async () => (await app.rest.git.getRef({ ...at, ref: 'heads/main' })).data.object.sha;

    expect([await read(), await read()]).toEqual([old, tip]);
  });

  it('lets a test act between two steps', async () => {
    github.knobs.onRequest({ operation: 'updateRefs' }, async () => {
      await repo.pushFiles({ branch: 'main', files: { 'sneaky.txt': '' } });
    });
    const before = repo.branchTip('main');
    const tip = await repo.pushFiles({ branch: 'x', files: { 'a.txt': '1' } });

    const move = app.graphql(updateRefs, {
      id: repo.nodeId,
      updates: [{ name: 'refs/heads/main', beforeOid: before, afterOid: tip }],
    });

    await expect(move).rejects.toThrow('not at the expected oid');
  });
});
