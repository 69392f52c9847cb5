import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TwinRepository } from '../people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from '../start-github.ts';
import { watchGitHub, type GitHubWatch } from './watch-github.ts';

// Compiling what the descriptions say of pull requests takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

let github: SimulatedGitHub;
let watch: GitHubWatch;
let repo: TwinRepository;
let installationId: number;

beforeEach(async () => {
  github = await startGitHub();
  watch = watchGitHub(github);
  const files = { 'a.txt': '1\n', '.github/flotilla.yml': 'epics: []\n' };
  repo = await github.createRepository({ name: 'app', files, collaborators: { dev: 'write' } });
  installationId = github.install(repo).id;
});

afterEach(() => github.close());

/** As our App (in its installation), as the App itself, or as a person. */
function client(who: string): Octokit {
  const quiet = { debug: noop, info: noop, warn: noop, error: noop };
  const common = { baseUrl: github.url, log: quiet };
  if (who !== 'installation' && who !== 'app')
    return new Octokit({ ...common, auth: github.createUser({ login: who }).token });
  const app = { appId: github.appId, privateKey: github.privateKey };
  const auth = who === 'app' ? app : { ...app, installationId };
  return new Octokit({ ...common, authStrategy: createAppAuth, auth });
}

function noop(): void {}

const at = { owner: 'acme', repo: 'app' };

it('answers about Apps, people and repositories as GitHub describes it', async () => {
  const [app, ours, dev] = [client('app').rest, client('installation').rest, client('dev').rest];
  await app.apps.getAuthenticated();
  await app.apps.listInstallations();
  await app.apps.getInstallation({ installation_id: installationId });
  await app.apps.getRepoInstallation(at);
  await app.apps.listWebhookDeliveries();
  await ours.apps.listReposAccessibleToInstallation();
  await ours.rateLimit.get();
  await dev.users.getAuthenticated();
  await ours.users.getByUsername({ username: 'dev' });
  await ours.repos.get(at);
  await ours.repos.getContent({ ...at, path: '.github/flotilla.yml' });
  await ours.repos.getContent({ ...at, path: '.github' });
  await ours.repos.listCollaborators(at);
  await ours.repos.getCollaboratorPermissionLevel({ ...at, username: 'dev' });
  await expect(ours.repos.getContent({ ...at, path: 'none' })).rejects.toThrow('Not Found');
  await expect(
    ours.repos.getCollaboratorPermissionLevel({ ...at, username: 'flotilla[bot]' }),
  ).rejects.toThrow('Not Found');
  watch.expectNone();
  expect(watch.seen()).toBeGreaterThan(15);
});

it('tells of issues as GitHub describes it', async () => {
  const [ours, dev] = [client('installation').rest.issues, client('dev').rest.issues];
  await ours.createLabel({ ...at, name: 'epic:1', color: 'ededed' });
  await expect(ours.createLabel({ ...at, name: 'epic:1' })).rejects.toThrow('Validation Failed');
  await ours.listLabelsForRepo(at);
  const { data: one } = await dev.create({
    ...at,
    title: 'One',
    body: 'text',
    labels: ['epic:1'],
    assignees: ['dev'],
  });
  const { data: two } = await ours.create({ ...at, title: 'Two' });
  const issue = { ...at, issue_number: one.number };
  await dev.update({ ...issue, title: 'Uno', body: 'more' });
  await ours.listForRepo({ ...at, state: 'all' });
  await ours.get(issue);

  const { data: comment } = await dev.createComment({ ...issue, body: '/claim' });
  await dev.updateComment({ ...at, comment_id: comment.id, body: 'edited' });
  await ours.getComment({ ...at, comment_id: comment.id });
  await ours.listComments(issue);
  await ours.listCommentsForRepo(at);
  const reactions = client('installation').rest.reactions;
  await reactions.createForIssueComment({ ...at, comment_id: comment.id, content: '+1' });
  await reactions.createForIssueComment({ ...at, comment_id: comment.id, content: '+1' });
  await reactions.listForIssueComment({ ...at, comment_id: comment.id });

  await ours.addLabels({ ...issue, labels: ['agent:d'] });
  await ours.setLabels({ ...issue, labels: ['agent:e', 'hold'] });
  await ours.removeLabel({ ...issue, name: 'hold' });
  await ours.listLabelsOnIssue(issue);
  await ours.addSubIssue({ ...issue, sub_issue_id: two.id });
  await ours.listSubIssues(issue);
  await ours.getParent({ ...at, issue_number: two.number });
  await ours.removeSubIssue({ ...issue, sub_issue_id: two.id });
  repo.addBlockedBy(one.number, two.number);
  await ours.listDependenciesBlockedBy(issue);
  repo.removeBlockedBy(one.number, two.number);
  repo.milestone(one.number, 'M1');
  repo.milestone(one.number, undefined);
  await dev.update({ ...issue, state: 'closed', state_reason: 'not_planned' });
  await dev.update({ ...issue, state: 'open' });
  repo.deleteComment(comment.id);
  repo.transferIssue(two.number, await github.createRepository({ name: 'other' }));
  repo.deleteIssue(one.number);
  await expect(ours.get(issue)).rejects.toThrow(/deleted|Not Found/);
  watch.expectNone();
  expect(watch.seen()).toBeGreaterThan(50);
});

it('tells of pull requests, their checks and runs as GitHub describes it', async () => {
  const [ours, dev, acme] = [client('installation').rest, client('dev').rest, client('acme').rest];
  await repo.createBranch('epic-1/x');
  const sha = await repo.pushFiles({ branch: 'dev/1-x', files: { 'a.txt': '2\n', 'b.txt': 'b' }, by: 'dev' });
  const { data: pull } = await dev.pulls.create({
    ...at,
    title: 'PR',
    head: 'dev/1-x',
    base: 'epic-1/x',
    body: 'Task: #1',
  });
  const it = { ...at, pull_number: pull.number };
  for (let reads = 0; reads < 2; reads += 1) await ours.pulls.get(it);
  await ours.pulls.list(at);
  await ours.pulls.listFiles(it);
  await ours.pulls.listCommits(it);
  await ours.issues.get({ ...at, issue_number: pull.number });
  await dev.pulls.update({ ...it, title: 'PR 2' });
  const { data: review } = await acme.pulls.createReview({ ...it, event: 'APPROVE', body: 'good' });
  await ours.pulls.listReviews(it);
  await acme.pulls.dismissReview({ ...it, review_id: review.id, message: 'on second thoughts' });
  repo.convertToDraft(pull.number);
  repo.markReady(pull.number);
  repo.retarget(pull.number, 'main');
  repo.retarget(pull.number, 'epic-1/x');

  const run = await repo.actions.createRun({
    path: '.github/workflows/ci.yml',
    name: 'CI',
    event: 'push',
    headBranch: 'dev/1-x',
    headSha: sha,
    jobs: ['build', 'test (20)'],
    by: 'dev',
  });
  await run.startJob('build');
  await ours.actions.listJobsForWorkflowRun({ ...at, run_id: run.id });
  await run.completeJob('build', 'success');
  await run.completeJob('test (20)', 'failure');
  await run.complete();
  await ours.actions.listWorkflowRunsForRepo({ ...at, head_sha: sha });
  await ours.actions.getWorkflowRun({ ...at, run_id: run.id });
  await ours.actions.listJobsForWorkflowRun({ ...at, run_id: run.id });
  await run.rerun();

  const output = { title: 'Gates', summary: 'waiting' };
  const actions = [{ label: 'Queue', description: 'Enter the lane', identifier: 'queue' }];
  const { data: check } = await ours.checks.create({
    ...at,
    name: 'Flotilla',
    head_sha: sha,
    status: 'in_progress',
    output,
    actions,
  });
  await ours.checks.update({ ...at, check_run_id: check.id, status: 'completed', conclusion: 'success' });
  await ours.checks.listForRef({ ...at, ref: sha });
  await ours.checks.listSuitesForRef({ ...at, ref: sha });
  repo.pressCheckButton(check, 'queue', 'dev');
  repo.rerequestCheck(check, 'dev');
  await repo.setExternalAppCheck({ app: 'vercel', name: 'Vercel - web', sha, conclusion: 'success' });
  const deployment = repo.createDeployment({ ref: 'dev/1-x', environment: 'preview' });
  repo.deploymentStatus(deployment, { state: 'success', targetUrl: 'https://preview.example.org' });
  await ours.repos.listDeploymentStatuses({ ...at, deployment_id: deployment.id });

  await acme.pulls.merge({ ...it, sha });
  await ours.pulls.get(it);
  await ours.pulls.list({ ...at, state: 'all' });
  watch.expectNone();
  expect(watch.seen()).toBeGreaterThan(60);
});

it('tells of refs, commits and merges as GitHub describes it', async () => {
  const { git, repos } = client('installation').rest;
  const main = repo.branchTip('main') ?? '';
  const head = await repo.pushFiles({ branch: 'dev/1-x', files: { 'b.txt': 'b' }, by: 'dev' });
  await git.createRef({ ...at, ref: 'refs/heads/flotilla/prep/1', sha: main });
  await expect(git.createRef({ ...at, ref: 'refs/heads/main', sha: main })).rejects.toThrow(
    'Reference already exists',
  );
  await git.getRef({ ...at, ref: 'heads/main' });
  await expect(git.getRef({ ...at, ref: 'heads/none' })).rejects.toThrow('Not Found');
  await git.listMatchingRefs({ ...at, ref: 'heads/flotilla' });
  const { data: merged } = await repos.merge({
    ...at,
    base: 'flotilla/prep/1',
    head,
    commit_message: 'Merge',
  });
  await repos.merge({ ...at, base: 'flotilla/prep/1', head });
  const parents = [main, head];
  const { data: commit } = await git.createCommit({
    ...at,
    message: 'Again',
    tree: merged.commit.tree.sha,
    parents,
  });
  await git.getCommit({ ...at, commit_sha: commit.sha });
  await git.updateRef({ ...at, ref: 'heads/flotilla/prep/1', sha: commit.sha, force: true });
  await repos.getCommit({ ...at, ref: commit.sha });
  await repos.listCommits({ ...at, sha: 'dev/1-x' });
  await repos.compareCommitsWithBasehead({ ...at, basehead: 'main...dev/1-x' });
  await repos.getBranch({ ...at, branch: 'dev/1-x' });
  await repos.listBranches(at);
  await git.deleteRef({ ...at, ref: 'heads/flotilla/prep/1' });
  await expect(git.updateRef({ ...at, ref: 'heads/main', sha: '0'.repeat(40) })).rejects.toThrow(
    'Object does not exist',
  );
  await repo.pushFiles({ branch: 'main', files: { 'b.txt': 'else' } });
  await expect(repos.merge({ ...at, base: 'main', head })).rejects.toThrow('Merge conflict');
  watch.expectNone();
  expect(watch.seen()).toBeGreaterThan(25);
});

it('tells of installations and repositories that change as GitHub describes it', async () => {
  const installation = github.install(await github.createRepository({ name: 'second' }));
  const third = await github.createRepository({ name: 'third', private: true });
  github.addToInstallation(installation, third);
  github.changePermissions(installation, { issues: 'write', metadata: 'read' });
  repo.setPermission('dev', 'maintain');
  github.renameRepository(third, 'fourth');
  github.archiveRepository(third);
  github.archiveRepository(third, false);
  github.transferRepository(third, 'dev');
  github.removeFromInstallation(installation, third);
  github.deleteRepository(repo);
  github.suspend(installation);
  github.unsuspend(installation);
  github.uninstall(installation);
  await github.idle();
  watch.expectNone();
  expect(watch.seen()).toBeGreaterThan(10);
});
