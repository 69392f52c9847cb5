import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, openDemo, updateRefs, type Demo } from './open-demo.ts';
import type { TwinRepository } from './people/twin-repository.ts';
import type { SimulatedGitHub } from './start-github.ts';

const run = promisify(execFile);
const zeros = '0'.repeat(40);

let demo: Demo;
let github: SimulatedGitHub;
let repo: TwinRepository;
let app: Octokit;
beforeEach(async () => {
  demo = await openDemo();
  ({ github, repo, app } = demo);
});
afterEach(() => demo.close());

/** An agent's pull request that changes one file of its own. */
async function openPull(name: string, content = name) {
  await repo.pushFiles({ branch: `agent/${name}`, files: { [`${name}.txt`]: content }, by: 'agent-d[bot]' });
  return repo.openPull({ title: name, head: `agent/${name}`, base: 'main', by: 'agent-d[bot]' });
}

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

    const closed = demo.received
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

    const push = demo.received.find((one) => one.event === 'push');
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
