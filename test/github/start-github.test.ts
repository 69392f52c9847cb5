import { execFile } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TwinRepository } from './people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from './start-github.ts';

const run = promisify(execFile);
const zeros = '0'.repeat(40);
const at = { owner: 'acme', repo: 'demo' };
const updateRefs = `mutation($id: ID!, $updates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $id, refUpdates: $updates }) { clientMutationId }
}`;

interface Received {
  readonly event: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let github: SimulatedGitHub;
let repo: TwinRepository;
let app: Octokit;
let received: Received[];
let answerWith = 202;
let stopSink: () => Promise<void>;

beforeEach(async () => {
  received = [];
  answerWith = 202;
  github = await startGitHub();
  const sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers } = request;
      received.push({
        event: String(headers['x-github-event']),
        headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const address = sink.address();
  github.webhookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  stopSink = () =>
    new Promise((resolve) => {
      sink.close(() => resolve());
      sink.closeAllConnections();
    });
  const files = { 'README.md': 'one\n', '.github/workflows/ci.yml': 'on: push\n' };
  repo = await github.createRepository({ name: 'demo', files, collaborators: { maria: 'maintain' } });
  const { id: installationId } = github.install(repo);
  const auth = { appId: github.appId, privateKey: github.privateKey, installationId };
  app = new Octokit({ baseUrl: github.url, authStrategy: createAppAuth, auth, log: silent });
});

afterEach(async () => {
  await github.close();
  await stopSink();
});

const nothing = (): void => undefined;
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** An agent's pull request that changes one file of its own. */
async function openPull(name: string, content = name) {
  await repo.pushFiles({ branch: `agent/${name}`, files: { [`${name}.txt`]: content }, by: 'agent-d[bot]' });
  return repo.openPull({ title: name, head: `agent/${name}`, base: 'main', by: 'agent-d[bot]' });
}

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

describe('updateRefs', () => {
  it('moves all refs, or none when one is not where it was expected', async () => {
    const base = repo.branchTip('main') ?? '';
    const tip = await repo.pushFiles({ branch: 'candidate', files: { 'a.txt': '1' } });
    const move = (beforeOid: string) =>
      app.graphql(updateRefs, {
        id: repo.nodeId,
        updates: [
          { name: 'refs/heads/candidate', beforeOid: tip, afterOid: zeros },
          { name: 'refs/heads/main', beforeOid, afterOid: tip, force: false },
        ],
      });

    await expect(move(tip)).rejects.toThrow('refs/heads/main is not at the expected oid');
    expect([repo.branchTip('main'), repo.branchTip('candidate')]).toEqual([base, tip]);

    await move(base);
    expect([repo.branchTip('main'), repo.branchTip('candidate')]).toEqual([tip, undefined]);
  });

  it('creates only what does not exist, and never moves backwards unless forced', async () => {
    const base = repo.branchTip('main') ?? '';
    await repo.pushFiles({ branch: 'main', files: { 'a.txt': '1' } });
    const move = (name: string, o: object) =>
      app.graphql(updateRefs, { id: repo.nodeId, updates: [{ name, afterOid: base, ...o }] });

    await expect(move('refs/heads/main', { beforeOid: zeros })).rejects.toThrow('not to exist');
    await expect(move('refs/heads/main', { force: false })).rejects.toThrow('not a fast-forward');
    await move('refs/heads/main', { force: true });

    expect(repo.branchTip('main')).toBe(base);
  });

  it('refuses a protected branch to all but those excepted', async () => {
    const tip = await repo.pushFiles({ branch: 'x', files: { 'a.txt': '1' } });
    github.knobs.protectRef(repo, 'main', { except: ['maria'] });

    const move = app.graphql(updateRefs, {
      id: repo.nodeId,
      updates: [{ name: 'refs/heads/main', afterOid: tip }],
    });

    await expect(move).rejects.toThrow('Repository rule violations');
  });

  it('refuses a field that GitHub does not have', async () => {
    await expect(app.graphql('{ repository(owner: "acme", name: "demo") { colour } }')).rejects.toThrow(
      'Cannot query field "colour"',
    );
  });
});

describe('merging', () => {
  it('answers 201 with parents [base, head], 204 when contained, 409 on conflict', async () => {
    const base = repo.branchTip('main') ?? '';
    const head = await repo.pushFiles({ branch: 'a', files: { 'README.md': 'two\n' } });
    await repo.pushFiles({ branch: 'b', files: { 'README.md': 'three\n' } });
    await repo.createBranch('prep');
    await repo.pushFiles({ branch: 'prep', files: { 'other.txt': '' } });
    const prep = repo.branchTip('prep');

    const merged = await app.rest.repos.merge({ ...at, base: 'prep', head });
    const again = await app.rest.repos.merge({ ...at, base: 'prep', head });

    expect(merged.status).toBe(201);
    expect(merged.data.parents.map((parent) => parent.sha)).toEqual([prep, head]);
    expect(again.status).toBe(204);
    await expect(app.rest.repos.merge({ ...at, base: 'prep', head: 'b' })).rejects.toMatchObject({
      status: 409,
    });
    await expect(app.rest.repos.merge({ ...at, base: 'nowhere', head })).rejects.toMatchObject({
      status: 404,
    });
    expect(base).toBe(repo.branchTip('main'));
  });

  it('marks a pull request merged once its head is reachable from its base', async () => {
    const pull = await openPull('one');
    const base = repo.branchTip('main') ?? '';
    await repo.createBranch('prep');
    const { data } = await app.rest.repos.merge({ ...at, base: 'prep', head: repo.pull(pull).headSha });

    await app.graphql(updateRefs, {
      id: repo.nodeId,
      updates: [{ name: 'refs/heads/main', beforeOid: base, afterOid: repo.branchTip('prep') }],
    });
    await github.idle();

    const closed = received
      .filter((one) => one.event === 'pull_request')
      .map((one) => JSON.parse(one.body) as PullEvent)
      .at(-1);
    expect(closed).toMatchObject({
      action: 'closed',
      pull_request: { merged: true },
      sender: { login: 'flotilla[bot]', type: 'Bot' },
    });
    const found = await app.rest.pulls.get({ ...at, pull_number: pull.number });
    expect(found.data).toMatchObject({ state: 'closed', merged: true });
    expect(data.sha).toBeDefined();
  });

  it('computes mergeable late', async () => {
    const pull = await openPull('one');
    const read = async () => (await app.rest.pulls.get({ ...at, pull_number: pull.number })).data.mergeable;

    expect([await read(), await read()]).toEqual([null, true]);
    await repo.pushFiles({ branch: 'main', files: { 'one.txt': 'other' } });
    expect([await read(), await read()]).toEqual([null, false]);
  });

  it('lists renamed files with both names', async () => {
    await repo.pushFiles({ branch: 'moved', files: { 'README.md': null, 'READ.md': 'one\n' } });
    const pull = await repo.openPull({ title: 'Move', head: 'moved', base: 'main' });

    const { data } = await app.rest.pulls.listFiles({ ...at, pull_number: pull.number });

    expect(data).toMatchObject([{ filename: 'READ.md', previous_filename: 'README.md', status: 'renamed' }]);
  });
});

interface PullEvent {
  readonly action: string;
  readonly pull_request: { readonly merged: boolean };
  readonly sender: { readonly login: string; readonly type: string };
}

describe('git over HTTP', () => {
  it('takes a push from who may write, and says so in webhooks', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'clone-'));
    const { token } = github.createUser({ login: 'maria' });
    const { token: stranger } = github.createUser({ login: 'eve' });
    const withToken = (secret: string): string =>
      repo.cloneUrl.replace('://', `://x-access-token:${secret}@`);
    const git = (...args: string[]) =>
      run('git', ['-C', dir, '-c', 'user.name=m', '-c', 'user.email=m@x', ...args]);
    await run('git', ['clone', '-q', withToken(token), dir]);
    await git('checkout', '-q', '-b', 'maria/1-work');
    await writeFile(join(dir, 'work.txt'), 'done');
    await git('add', '.');
    await git('commit', '-q', '-m', 'Work');

    await expect(git('push', '-q', withToken(stranger), 'maria/1-work')).rejects.toThrow('403');
    await git('push', '-q', withToken(token), 'maria/1-work');
    await github.idle();

    const push = received.find((one) => one.event === 'push');
    expect(JSON.parse(push?.body ?? '{}')).toMatchObject({
      ref: 'refs/heads/maria/1-work',
      created: true,
      after: repo.branchTip('maria/1-work'),
      commits: [{ added: ['work.txt'] }],
      sender: { login: 'maria' },
    });
    await rm(dir, { recursive: true, force: true });
  });
});

describe('webhooks', () => {
  it('are signed, in order, and redelivered only on request with the same GUID', async () => {
    answerWith = 500;
    const issue = repo.openIssue({ title: 'Write the parser' });
    repo.comment(issue, 'maria', '/claim');
    await github.idle();
    const [first] = received.filter((one) => one.event === 'issues');
    const jwt = new Octokit({
      baseUrl: github.url,
      authStrategy: createAppAuth,
      auth: { appId: github.appId, privateKey: github.privateKey },
    });

    const { data } = await jwt.rest.apps.listWebhookDeliveries();
    const failed = data.find((one) => one.event === 'issues');
    answerWith = 202;
    await jwt.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: failed?.id ?? 0 });
    await github.idle();

    const again = received.at(-1);
    const signature = createHmac('sha256', github.webhookSecret)
      .update(first?.body ?? '')
      .digest('hex');
    expect(first?.headers['x-hub-signature-256']).toBe(`sha256=${signature}`);
    expect(received.map((one) => one.event)).toEqual(
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
    const before = received.filter((one) => one.event === 'issue_comment').length;

    github.knobs.releaseDeliveries('reversed');
    await github.idle();

    const bodies = received
      .filter((one) => one.event === 'issue_comment')
      .map((one) => (JSON.parse(one.body) as { comment: { body: string } }).comment.body);
    expect(before).toBe(0);
    expect(bodies).toEqual(['second', 'first']);
    expect(received.filter((one) => one.event === 'issues')).toHaveLength(2);
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
