import { describe, expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { task } from '../support/know.ts';
import { labels as shown, lastReply, reactions, replies, replyTo, sticky } from '../support/see.ts';
import { opened } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

/** Where GitHub sends its webhooks to: nobody is there. */
const AWAY = 'http://127.0.0.1:9/away';

/** What a minute brings when nothing rings: a poll, and everything that was to be looked at again. */
async function minute(world: World): Promise<void> {
  await doChore(world, 'poll');
  await world.database.pool.query(
    "update pull_requests set look_at = clock_timestamp() where look_at is not null and state = 'open'",
  );
  await world.database.pool.query(
    "update merge_entries set look_at = clock_timestamp() where state not in ('landed', 'ejected')",
  );
  await world.settle();
}

async function quarter(world: World): Promise<void> {
  await doChore(world, 'reconcile');
  await minute(world);
}

async function silent(newWorld: (options: { bare: boolean }) => Promise<World>): Promise<World> {
  const world = await newWorld({ bare: true });
  world.github.webhookUrl = AWAY;
  world.github.install(world.repo);
  await quarter(world);
  return world;
}

describe('without a single webhook', () => {
  it('a task is found, claimed, built, tested and landed', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });

    repo.comment(issue, agentD, '/claim');
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });

    const branch = `agent-d/${issue.number}-parser`;
    await repo.pushFiles({ branch, from: 'epic-1/repositories', files: { 'src/a.ts': '1\n' }, by: agentD });
    const other = { 'src/b.ts': '2\n' };
    await repo.pushFiles({ branch: 'epic-1/repositories', files: other, by: world.maintainer });
    const pull = await repo.openPull({
      title: 'Parser',
      head: branch,
      base: 'epic-1/repositories',
      by: agentD,
    });
    for (let passed = 0; passed < 5 && repo.pull(pull).mergedAt === undefined; passed += 1)
      await minute(world);

    expect(repo.pull(pull).mergedAt).toBeDefined();
    expect(repo.issue(issue).state).toBe('closed');
    expect(await task(world, issue)).toMatchObject({ status: 'done', holder: null });
    expect(await repo.readFile('epic-1/repositories', 'src/a.ts')).toBe('1\n');
    const { rows } = await world.database.pool.query('select guid from deliveries');
    expect(rows).toEqual([]);
  });

  it('what people close, push and delete is noticed', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, agentD, maintainer, stranger } = world;
    const [done, kept, gone] = ['Finish me', 'Keep me', 'Delete me'].map((title) =>
      repo.openIssue({ title, labels: ['epic:1'], by: stranger }),
    );
    if (!done || !kept || !gone) throw new Error('three issues were opened');
    await minute(world);
    repo.comment(kept, agentD, '/claim');
    const branch = `agent-d/${kept.number}-keep`;
    await repo.pushFiles({ branch, from: 'epic-1/repositories', files: { 'src/a.ts': '1\n' }, by: agentD });
    const pull = await repo.openPull({
      title: 'Keep',
      head: branch,
      base: 'epic-1/repositories',
      draft: true,
      by: agentD,
    });
    await minute(world);
    const head = await repo.pushFiles({ branch, files: { 'src/a.ts': '2\n' }, by: agentD });

    repo.closeIssue(done, { by: maintainer });
    repo.closeIssue(kept, { by: stranger });
    repo.deleteIssue(gone);
    await minute(world);
    await minute(world);
    await quarter(world);

    expect(await task(world, done)).toMatchObject({ status: 'done' });
    expect(await task(world, kept)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
    expect(replies(world, kept)).toMatchInlineSnapshot(`
      [
        "**agent-d** holds #2 until **<moment>**. Pushes and comments renew it.

      1. Work on the branch \`agent-d/2-keep-me\`, started from \`epic-1/repositories\`.
      2. Open the pull request against \`epic-1/repositories\`. The branch's name links it to this task; so does a line \`Task: #2\` in its description.
      3. When it is ready for review and its gates pass, it enters the merge queue.

      If you cannot go on, comment \`/release\`, so that another agent can.",
        "Closing this issue does not finish its task: the task stays **in_progress**. A task is done when its pull request lands through its lane, or when a maintainer closes the issue as completed.",
      ]
    `);
    expect(await task(world, gone)).toMatchObject({ status: 'failed' });
    const { rows } = await world.database.pool.query(
      'select number, state, draft, head_sha from pull_requests',
    );
    expect(rows).toEqual([{ number: pull.number, state: 'open', draft: true, head_sha: head }]);
  });

  it('a label that is a command is heard, and not heard again', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, agentD, maintainer, stranger } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await minute(world);
    repo.label(issue, 'hold', { by: maintainer });
    repo.label(issue, 'agent: agent-d', { by: maintainer });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: true, holder: 'agent-d' });

    // Whoever said something later, said it last, and the labels say so.
    repo.comment(issue, maintainer, '/unhold');
    await minute(world);
    await quarter(world);
    expect(await task(world, issue)).toMatchObject({ held: false, holder: 'agent-d' });
    expect(shown(world, issue)).toEqual(['agent: agent-d', 'epic:1', 'status: in_progress']);

    repo.label(issue, 'hold', { by: maintainer });
    repo.unlabel(issue, 'agent: agent-d', { by: maintainer });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: true, holder: null, status: 'pending' });

    repo.comment(issue, agentD, '/claim');
    await minute(world);
    repo.unlabel(issue, 'hold', { by: maintainer });
    repo.unlabel(issue, 'agent: agent-d', { by: stranger });
    repo.label(issue, 'agent: agent-e', { by: stranger });
    repo.label(issue, 'status: done', { by: stranger });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: false, holder: 'agent-d' });
    expect(shown(world, issue)).toEqual(['agent: agent-d', 'epic:1', 'status: in_progress']);
  });

  it('a hold by somebody without the right to it holds nothing', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, stranger } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await minute(world);
    repo.label(issue, 'hold', { by: stranger });
    await minute(world);
    await quarter(world);
    expect(await task(world, issue)).toMatchObject({ held: false });
  });

  it('a hold on a pull request is heard, and that it is off', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer: by } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    repo.comment(issue, world.agentD, '/claim');
    await minute(world);
    const pull = await opened(world, issue, { draft: true });
    await minute(world);

    repo.label(pull, 'hold', { by });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: true });
    // Whoever said something later, said it last, and the label says so.
    repo.comment(pull, by, '/unhold');
    await minute(world);
    await quarter(world);
    expect(await task(world, issue)).toMatchObject({ held: false });
    expect(shown(world, pull)).toEqual([]);
    repo.label(pull, 'hold', { by });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: true });

    repo.comment(pull, by, '/hold');
    await minute(world);
    repo.unlabel(pull, 'hold', { by });
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ held: false });
  });

  it('what labels and milestones say of a task is followed', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer } = world;
    const issue = repo.openIssue({ title: 'Write the parser' });
    const told = async () =>
      (
        await world.database.pool.query<object>(
          `select e.key as epic, t.priority, t.estimate_hours::float as hours
             from tasks t left join epics e on e.id = t.epic_id where t.issue = $1`,
          [issue.number],
        )
      ).rows;
    repo.milestone(issue, 'Services', { by: maintainer });
    await minute(world);
    expect(await told()).toEqual([{ epic: '2', priority: 50, hours: null }]);

    for (const label of ['epic:1', 'priority: high', '8h']) repo.label(issue, label, { by: maintainer });
    await minute(world);
    expect(await told()).toEqual([{ epic: '1', priority: 75, hours: 8 }]);

    repo.comment(issue, maintainer, '/priority low\n/estimate 3h');
    await minute(world);
    await quarter(world);
    expect(await told()).toEqual([{ epic: '1', priority: 25, hours: 3 }]);
    expect(shown(world, issue)).toEqual(['epic:1', 'estimate: 3h', 'priority: low', 'status: pending']);

    for (const label of ['epic:1', 'priority: low']) repo.unlabel(issue, label, { by: maintainer });
    repo.milestone(issue, undefined, { by: maintainer });
    await minute(world);
    expect(await told()).toEqual([{ epic: null, priority: 50, hours: 3 }]);
  });

  it('a deployment of a pull request is evidence, once', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    repo.comment(issue, world.agentD, '/claim');
    await minute(world);
    const { pull } = await opened(world, issue, { draft: true });
    await minute(world);
    const told = async () =>
      (
        await world.database.pool.query<{ summary: string; url: string | null }>(
          "select summary, url from evidence where type = 'deployment' order by id",
        )
      ).rows;
    const preview = repo.createDeployment({ ref: pull.headRef, environment: 'preview' });
    repo.createDeployment({ ref: 'main', environment: 'production' });
    await quarter(world);
    expect(await told()).toEqual([]);

    const url = 'https://preview.example.com';
    repo.deploymentStatus(preview, { state: 'success', targetUrl: url });
    repo.deploymentStatus(preview, { state: 'inactive' });
    await quarter(world);
    await quarter(world);
    expect(await told()).toEqual([{ summary: 'preview: success', url }]);
    expect(sticky(world, issue)).toContain('preview: success');
  });

  it('a link to another issue is followed, though it leaves the time of the issue as it is', async ({
    newWorld,
  }) => {
    const world = await silent(newWorld);
    const { repo, maintainer } = world;
    const [issue, other] = ['Serve it', 'Parse it'].map((title) =>
      repo.openIssue({ title, labels: ['epic:1'] }),
    );
    const parent = repo.openIssue({ title: 'All services', labels: ['epic:2'] });
    const child = repo.openIssue({ title: 'No epic of its own' });
    if (!issue || !other) throw new Error('two issues were opened');
    await minute(world);
    repo.addBlockedBy(issue, other, { by: maintainer });
    repo.addSubIssue(parent, child, { by: maintainer });
    await quarter(world);
    expect(sticky(world, issue)).toContain(`| Waits for | #${other.number}`);
    expect(await task(world, child)).toMatchObject({ status: 'pending' });

    repo.removeBlockedBy(issue, other, { by: maintainer });
    await quarter(world);
    expect(sticky(world, issue)).not.toContain('Waits for');
  });

  it('a second blocker is followed, and another parent', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer: by } = world;
    const open = (title: string, ...labels: string[]) => repo.openIssue({ title, labels });
    const [issue, one, two] = [
      open('Serve it', 'epic:1'),
      open('Lex it', 'epic:1'),
      open('Parse it', 'epic:1'),
    ];
    const [first, second] = [open('All repositories', 'epic:1'), open('All services', 'epic:2')];
    const child = open('No epic of its own');
    const epicOfChild = async () =>
      (
        await world.database.pool.query<{ key: string }>(
          'select e.key from tasks t join epics e on e.id = t.epic_id where t.issue = $1::integer',
          [child.number],
        )
      ).rows.map(({ key }) => key);
    repo.addBlockedBy(issue, one, { by });
    repo.addSubIssue(first, child, { by });
    await quarter(world);
    expect(await epicOfChild()).toEqual(['1']);

    repo.addBlockedBy(issue, two, { by });
    repo.addSubIssue(second, child, { by });
    await quarter(world);
    expect(sticky(world, issue)).toContain(
      `| Waits for | #${one.number} (Lex it) and #${two.number} (Parse it) |`,
    );
    expect(await epicOfChild()).toEqual(['2']);
  });

  it('a blocker that takes the place of another is followed, for nothing while it stays', async ({
    newWorld,
  }) => {
    const world = await silent(newWorld);
    const { github, repo, maintainer: by } = world;
    const [issue, one, two] = ['Serve it', 'Lex it', 'Parse it'].map((title) =>
      repo.openIssue({ title, labels: ['epic:1'] }),
    );
    if (!issue || !one || !two) throw new Error('three issues were opened');
    repo.addBlockedBy(issue, one, { by });
    await quarter(world);
    expect(sticky(world, issue)).toContain(`| Waits for | #${one.number} (Lex it) |`);
    await quarter(world);
    const before = github.requests.length;
    await doChore(world, 'reconcile');
    const asked = github.requests
      .slice(before)
      .filter(({ path }) => path.endsWith('/dependencies/blocked_by'));
    expect(asked.map(({ status }) => status)).toEqual([304]);

    repo.removeBlockedBy(issue, one, { by });
    repo.addBlockedBy(issue, two, { by });
    await quarter(world);
    expect(sticky(world, issue)).toContain(`| Waits for | #${two.number} (Parse it) |`);
  });

  it('an issue that is opened again is, by whoever may', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer, stranger } = world;
    const [again, kept] = ['Again', 'Kept'].map((title) => repo.openIssue({ title, labels: ['epic:1'] }));
    if (!again || !kept) throw new Error('two issues were opened');
    await minute(world);
    for (const one of [again, kept]) repo.closeIssue(one, { by: maintainer });
    await minute(world);
    expect(await task(world, again)).toMatchObject({ status: 'done' });
    repo.reopenIssue(again, { by: maintainer });
    repo.reopenIssue(kept, { by: stranger });
    await minute(world);
    await quarter(world);
    await quarter(world);

    expect(await task(world, again)).toMatchObject({ status: 'pending' });
    expect(await task(world, kept)).toMatchObject({ status: 'done' });
    expect(replies(world, kept)).toHaveLength(1);
    expect(lastReply(world, kept)).toContain('Reopening this issue does not take its task up again');
  });

  it('an issue that was opened and closed between two polls was a task', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer, stranger } = world;
    const open = () => repo.openIssue({ title: 'Short', labels: ['epic:1'], by: stranger });
    const [done, kept, other] = [open(), open(), repo.openIssue({ title: 'Other' })];
    repo.closeIssue(done, { by: maintainer });
    repo.closeIssue(kept, { by: stranger });
    repo.closeIssue(other, { by: maintainer });
    await minute(world);

    expect(await task(world, done)).toMatchObject({ status: 'done' });
    expect(await task(world, kept)).toMatchObject({ status: 'pending' });
    expect(lastReply(world, kept)).toContain('does not finish its task');
    const { rows } = await world.database.pool.query('select issue from tasks order by issue');
    expect(rows).toEqual([{ issue: done.number }, { issue: kept.number }]);
  });

  it('a target that disappears stops its lane until it is back', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, maintainer } = world;
    const paused = async () =>
      (
        await world.database.pool.query<{ branch: string }>(
          'select branch from lanes where pause_reason is not null',
        )
      ).rows.map(({ branch }) => branch);
    await repo.deleteBranch('epic-1/repositories', { by: maintainer });
    await quarter(world);
    expect(await paused()).toEqual(['epic-1/repositories']);
    await repo.pushFiles({
      branch: 'epic-1/repositories',
      from: 'main',
      files: { 'x.txt': 'x\n' },
      by: maintainer,
    });
    await quarter(world);
    expect(await paused()).toEqual([]);
  });

  it('repositories come, are renamed, and go', async ({ newWorld }) => {
    const world = await newWorld({ bare: true });
    const { github, repo } = world;
    github.webhookUrl = AWAY;
    const installation = github.install(repo);
    await quarter(world);
    const states = async () =>
      (
        await world.database.pool.query<{ name: string; state: string }>(
          'select name, state from projects order by id',
        )
      ).rows.map(({ name, state }) => `${name} ${state}`);
    github.renameRepository(repo, 'armada');
    const second = await github.createRepository({ name: 'second' });
    github.addToInstallation(installation, second);
    await quarter(world);
    expect(await states()).toEqual(['armada active', 'second active']);

    github.removeFromInstallation(installation, second);
    await quarter(world);
    expect(await states()).toEqual(['armada active', 'second removed']);

    github.suspend(installation);
    await quarter(world);
    expect((await states())[0]).toBe('armada suspended');
    github.unsuspend(installation);
    await quarter(world);
    expect(await states()).toEqual(['armada active', 'second removed']);
  });
});

describe('a polled comment', () => {
  it('that was changed is not run, and its writer is told so once', async ({ newWorld }) => {
    const world = await silent(newWorld);
    const { repo, agentD, agentE } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await minute(world);
    const comment = repo.comment(issue, agentD, 'I would like this one');
    Object.assign(comment, {
      body: '/claim\n/progress 20',
      updatedAt: new Date(comment.createdAt.getTime() + 5_000),
    });
    await minute(world);
    await minute(world);

    expect(await task(world, issue)).toMatchObject({ holder: null });
    expect(reactions(comment)).toEqual(['-1']);
    expect(replies(world, issue)).toHaveLength(1);
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This comment was changed after it was written and before I read it, so I ran none of its commands: what it says now may not be what was asked. Please write what you want in a new comment."`,
    );

    repo.comment(issue, agentE, '/claim');
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-e' });
  });

  it('whose webhook came too is run once, in whichever order', async ({ world }) => {
    const { repo, github, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    github.knobs.holdDeliveries();
    const claim = repo.comment(issue, agentD, '/claim');
    await minute(world);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
    github.knobs.releaseDeliveries();
    await world.settle();
    const release = repo.comment(issue, agentD, '/release');
    await world.settle();
    await minute(world);
    // Only run once: after the release nobody holds the task.
    expect(await task(world, issue)).toMatchObject({ holder: null });
    expect([reactions(claim), reactions(release)]).toEqual([['+1'], ['+1']]);
    expect(replyTo(world, release)).toBe('');
    expect(replies(world, issue)).toHaveLength(1);
  });

  it('does not keep a lease alive by being read again', async ({ world }) => {
    const { repo, agentD } = world;
    const issue = repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    repo.comment(issue, agentD, '/claim');
    await world.settle();
    repo.comment(issue, agentD, 'still at it');
    await minute(world);
    const lease = async () =>
      (await world.database.pool.query<{ at: string }>('select expires_at::text as at from assignments'))
        .rows;
    const before = await lease();
    await minute(world);
    await minute(world);
    expect(await lease()).toEqual(before);
  });
});

describe('a poll', () => {
  it('that finds nothing new costs three requests that count against no limit', async ({ world }) => {
    const { repo, github } = world;
    repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    repo.closeIssue(repo.openIssue({ title: 'Not ours' }), { by: world.maintainer });
    await world.settle();
    await minute(world);
    await minute(world);
    const before = github.requests.length;
    await doChore(world, 'poll');
    const made = github.requests
      .slice(before)
      .map(({ path, status }) => `${path.split('/').slice(4).join('/')} ${status}`);
    expect(made).toEqual(['issues 304', 'issues/comments 304', 'pulls 304']);
  });
});
