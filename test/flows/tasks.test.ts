import { describe, expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { deliver } from '../support/deliver.ts';
import { activity, task } from '../support/know.ts';
import { labels, lastReply, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { claimed } from '../support/work.ts';
import { it } from '../support/world.ts';

describe('an issue', () => {
  it('is followed as it is edited, labelled and taken out of its epic', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, database } = world;
    const issue = await openTask(world, { body: '- [x] one\n- [ ] two\n' });
    repo.editIssue(issue, { title: 'Write the *parser*', body: '- [x] one\n- [x] two\n- [ ] three\n' });
    repo.label(issue, 'priority: high');
    repo.label(issue, 'estimate: 8h');
    await world.settle();
    const { rows } = await database.pool.query(
      'select title, priority, estimate_hours::float as hours, checklist_done, checklist_total from tasks',
    );
    expect(rows).toEqual([
      { title: 'Write the *parser*', priority: 75, hours: 8, checklist_done: 2, checklist_total: 3 },
    ]);

    repo.unlabel(issue, 'epic:1');
    await world.settle();
    expect(sticky(world, issue)).toContain('| Epic | none: no longer tracked |');
    expect(labels(world, issue)).toEqual(['estimate: 8h', 'priority: high']);
    repo.comment(issue, world.agentD, '/claim');
    await world.settle();
    expect(lastReply(world, issue)).toContain('This issue belongs to no epic');

    repo.label(issue, 'epic:2');
    await world.settle();
    expect(sticky(world, issue)).toContain('| Epic | Services (`epic-2/services`) |');
  });

  it('is a task through its parent, too', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const parent = await openTask(world, { title: 'The compiler' });
    const child = world.repo.openIssue({ title: 'Its lexer' });
    await world.settle();
    expect(await task(world, child)).toBeNull();
    world.repo.addSubIssue(parent, child);
    await world.settle();
    expect(await task(world, child)).toMatchObject({ status: 'pending' });
  });

  it('ends its task when a maintainer closes it, and takes it up again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer } = world;
    const done = await claimed(world);
    const failed = await claimed(world);
    repo.closeIssue(done, { by: maintainer });
    repo.closeIssue(failed, { by: maintainer, reason: 'not_planned' });
    await world.settle();
    expect(await task(world, done)).toMatchObject({ status: 'done', holder: null });
    expect(await task(world, failed)).toMatchObject({ status: 'failed', holder: null });
    expect([labels(world, done), labels(world, failed)]).toEqual([
      ['epic:1', 'status: done'],
      ['epic:1', 'status: failed'],
    ]);

    repo.reopenIssue(done, { by: world.agentD });
    repo.reopenIssue(failed, { by: maintainer });
    await world.settle();
    expect(await task(world, done)).toMatchObject({ status: 'done' });
    expect(lastReply(world, done)).toMatchInlineSnapshot(
      `"Reopening this issue does not take its task up again: the task stays **done**. If work remains, a maintainer can close the issue and reopen it."`,
    );
    expect(await task(world, failed)).toMatchObject({ status: 'pending' });
  });

  it('closed by an agent is answered, and its task goes on', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    world.repo.closeIssue(issue, { by: world.agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"Closing this issue does not finish its task: the task stays **in_progress**. A task is done when its pull request lands through its lane, or when a maintainer closes the issue as completed."`,
    );
  });

  it('that is deleted or moved away frees what waited for it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, repo } = world;
    const gone = await claimed(world);
    const moved = await openTask(world);
    const waits = await openTask(world, { body: `Depends on #${moved.number}` });
    expect(sticky(world, waits)).toContain('| Waits for |');
    const elsewhere = await github.createRepository({ owner: 'acme', name: 'elsewhere' });
    repo.deleteIssue(gone);
    repo.transferIssue(moved, elsewhere);
    await world.settle();

    expect(await task(world, gone)).toMatchObject({ status: 'failed', holder: null });
    expect(await activity(world, gone, /^issue/)).toEqual(['issue.deleted']);
    expect(await activity(world, moved, /^issue/)).toEqual(['issue.transferred']);
    expect(sticky(world, waits)).not.toContain('| Waits for |');
    repo.editIssue(waits, { title: 'Still free' });
    await world.settle();
    expect(sticky(world, waits)).not.toContain('| Waits for |');
    const { rows } = await world.database.pool.query("select guid from deliveries where state <> 'handled'");
    expect(rows).toEqual([]);
  });
});

describe('labels', () => {
  it('of maintainers hold, assign and release', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer } = world;
    const issue = await openTask(world);
    repo.label(issue, 'hold', { by: maintainer });
    repo.label(issue, 'agent:agent-e', { by: maintainer });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ held: true, holder: 'agent-e', status: 'in_progress' });
    expect(labels(world, issue)).toEqual(['agent: agent-e', 'epic:1', 'hold', 'status: in_progress']);

    repo.label(issue, 'agent: agent-d', { by: maintainer });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
    repo.unlabel(issue, 'agent: agent-d', { by: maintainer });
    repo.unlabel(issue, 'hold', { by: maintainer });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ held: false, holder: null, status: 'pending' });
    expect(labels(world, issue)).toEqual(['epic:1', 'status: pending']);
  });

  it('show what a command said, and say the next word themselves', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer } = world;
    const issue = await openTask(world, { labels: ['epic:1', 'priority: high', '4h'] });
    const said = async () =>
      (
        await world.database.pool.query<{ priority: number; hours: number | null }>(
          'select priority, estimate_hours::float as hours from tasks where issue = $1::integer',
          [issue.number],
        )
      ).rows[0];
    const shown = () => labels(world, issue).filter((label) => !/^(?:epic|status)/.test(label));
    await say(world, issue, maintainer, '/estimate 8h\n/priority 60\n/hold');
    expect(shown()).toEqual(['estimate: 8h', 'hold', 'priority: 60']);
    // Whatever else is told of the issue, and every look at it, finds one word.
    repo.editIssue(issue, { title: 'Write the whole parser' });
    await doChore(world, 'reconcile');
    await world.settle();
    expect(await said()).toEqual({ priority: 60, hours: 8 });
    expect(await task(world, issue)).toMatchObject({ held: true });

    // Beside the label that is there, or instead of it.
    repo.label(issue, 'estimate: 9h', { by: maintainer });
    repo.unlabel(issue, 'priority: 60', { by: maintainer });
    repo.unlabel(issue, 'hold', { by: maintainer });
    await world.settle();
    expect(await said()).toEqual({ priority: 50, hours: 9 });
    expect(await task(world, issue)).toMatchObject({ held: false });
    expect(shown()).toEqual(['estimate: 9h']);

    await say(world, issue, maintainer, '/estimate 8h\n/priority critical');
    repo.label(issue, 'hold', { by: maintainer });
    await world.settle();
    await say(world, issue, maintainer, '/unhold');
    expect(shown()).toEqual(['estimate: 8h', 'priority: critical']);
    expect(await task(world, issue)).toMatchObject({ held: false });
  });

  it('of others say nothing, and what the App keeps is put right again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, writer, agentD } = world;
    const issue = await claimed(world);
    repo.label(issue, 'hold', { by: writer });
    repo.label(issue, 'agent: agent-e', { by: agentD });
    repo.label(issue, 'status: done', { by: agentD });
    repo.unlabel(issue, 'status: in_progress', { by: agentD });
    repo.label(issue, 'help wanted', { by: agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ held: false, holder: 'agent-d', status: 'in_progress' });
    expect(labels(world, issue)).toEqual([
      'agent: agent-d',
      'epic:1',
      'help wanted',
      'hold',
      'status: in_progress',
    ]);
  });
});

describe('late news', () => {
  it('does not undo newer news, but what a maintainer said still counts', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { github, repo, maintainer, database } = world;
    const issue = await openTask(world);
    const age = () => database.pool.query("update tasks set snapshot_at = snapshot_at - interval '1 hour'");
    await age();
    github.knobs.holdDeliveries();
    repo.editIssue(issue, { title: 'First' });
    repo.label(issue, 'hold', { by: maintainer });
    repo.closeIssue(issue, { by: maintainer });
    repo.editIssue(issue, { title: 'Second' });
    // The last edit comes first; then what was before, a second older each.
    const held = github.deliveries.slice(-4);
    const late = held.map(({ event, payload }, at) => ({
      event,
      payload: olderBy(payload as unknown as Payload, (held.length - at) * 10),
    }));
    for (const one of late.toReversed()) {
      await deliver(world, one);
      await world.app.sweep();
    }
    expect(await task(world, issue)).toMatchObject({ title: 'Second', held: true, status: 'done' });

    // What was undone meanwhile does not count any more.
    const closing = late[2];
    repo.reopenIssue(issue, { by: maintainer });
    github.knobs.releaseDeliveries();
    await world.settle();
    if (closing) await deliver(world, closing);
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
  });

  interface Payload {
    readonly issue: { readonly updated_at: string };
  }

  function olderBy(payload: Payload, seconds: number): Payload {
    const at = new Date(Date.parse(payload.issue.updated_at) - seconds * 1_000);
    const updated = at.toISOString().replace(/\.\d+Z$/, 'Z');
    return { ...payload, issue: { ...payload.issue, updated_at: updated } };
  }
});
