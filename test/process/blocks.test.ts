import { describe, expect } from 'vitest';
import { activity, task } from '../support/know.ts';
import { labels, lastReply, reactions, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it } from '../support/world.ts';

describe('a block', () => {
  it('says why nobody can go on, until somebody takes it away', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, maintainer } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    const said = await say(world, issue, agentD, '/block the staging database is down');
    expect(reactions(said)).toEqual(['+1']);
    expect(await task(world, issue)).toMatchObject({ status: 'blocked', holder: 'agent-d' });
    expect(labels(world, issue)).toEqual(['agent: agent-d', 'epic:1', 'status: blocked']);
    expect(sticky(world, issue).split('\n\n<details>')[0]).toMatchInlineSnapshot(`
      "### 🔴 blocked ░░░░░░░░░░ 0 %

      | | |
      |---|---|
      | Epic | Repositories (\`epic-1/repositories\`) |
      | Holder | \`agent-d\` until <moment> |
      | Text | approved by \`acme\`, who wrote it, <moment> |
      | Blocked | the staging database is down |

      **Next:** a maintainer or the holder lifts the block."
    `);

    await say(world, issue, agentE, '/unblock');
    await say(world, issue, maintainer, '/release');
    await say(world, issue, agentE, '/claim');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "**agent-d** holds this task, and only it or a maintainer can do that.",
        "This task is blocked: the staging database is down. A maintainer or whoever blocked it has to lift that first.",
      ]
    `);

    await say(world, issue, maintainer, '/unblock');
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
    await say(world, issue, maintainer, '/unblock\n/block');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "This task is pending, not blocked, so there is no block to take away. What it waits for by itself is in the status comment.",
        "I did not understand that. It needs a reason, so that others know what to wait for. Usage: \`/block <reason>\`",
      ]
    `);
    await say(world, issue, agentE, '/claim\n/block no key\n/unblock');
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
    expect(await activity(world, issue, /blocked/)).toEqual([
      'task.blocked',
      'task.unblocked',
      'task.blocked',
      'task.unblocked',
    ]);
  });

  it('taken away leaves a task in review whose pull request is open', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const { repo, agentD } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim\n/block no review is possible today');
    const head = `agent-d/${issue.number}-parser`;
    await repo.pushFiles({ branch: head, from: 'epic-1/repositories', files: { 'a.ts': '1\n' }, by: agentD });
    await repo.openPull({ title: 'Parser', head, base: 'epic-1/repositories', by: agentD });
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'blocked' });
    await say(world, issue, agentD, '/unblock');
    expect(await task(world, issue)).toMatchObject({ status: 'review', holder: 'agent-d' });
  });
});

describe('a task that is given up', () => {
  it('ends as failed in words, counts no more, and comes back by a maintainer', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, maintainer, writer } = world;
    const issue = await openTask(world);
    const dependent = await openTask(world, { title: 'Printer', body: `Depends on #${issue.number}` });
    await say(world, issue, agentE, '/fail I do not want to');
    await say(world, issue, agentD, '/claim\n/progress 40\n/fail the library has no such API');
    expect(replies(world, issue)[0]).toMatchInlineSnapshot(
      `"Nobody holds this task, and only its holder can do that. Take it first with \`/claim\`."`,
    );
    expect(lastReply(world, issue)).toMatchInlineSnapshot(`
      "**agent-d** gave this task up: the library has no such API

      It no longer counts in its epic, and tasks that depend on it wait on. A maintainer can take it up again with \`/reopen\`, or close the issue as not planned."
    `);
    expect(await task(world, issue)).toMatchObject({ status: 'failed', holder: null });
    expect(world.repo.issue(issue).state).toBe('open');
    expect(sticky(world, dependent)).toContain('| Waits for | #1');

    await say(world, issue, agentD, '/claim\n/block never\n/reopen');
    await say(world, issue, writer, '/reopen');
    expect(replies(world, issue).slice(-4)).toMatchInlineSnapshot(`
      [
        "This task was given up. A maintainer can reopen the issue if it should be tried again.",
        "This task is given up, so there is nothing to block. A maintainer can take it up again with \`/reopen\`.",
        "That is for maintainers (role \`maintainer\` or higher); you have the role \`agent\` here. Ask somebody who has it.",
        "That is for maintainers (role \`maintainer\` or higher); you have the role \`writer\` here. Ask somebody who has it.",
      ]
    `);
    const again = await say(world, issue, maintainer, '/reopen');
    expect(reactions(again)).toEqual(['+1']);
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });
    expect(sticky(world, issue)).toContain('⚪ pending ░░░░░░░░░░ 0 %');
    await say(world, issue, maintainer, '/reopen');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This task is pending, so there is nothing to take up again. \`/release\` makes a held one free, \`/unblock\` lifts a block."`,
    );
    expect(await activity(world, issue, /failed|pending|released/)).toEqual([
      'task.released',
      'task.failed',
      'task.pending',
    ]);
  });

  it('that was closed is opened again with its issue, as often as it has to be', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer } = world;
    const issue = await openTask(world);
    for (const _ of [1, 2]) {
      repo.closeIssue(issue, { by: maintainer });
      await world.settle();
      expect(await task(world, issue)).toMatchObject({ status: 'done' });
      await say(world, issue, maintainer, '/reopen');
      expect(repo.issue(issue).state).toBe('open');
      expect(await task(world, issue)).toMatchObject({ status: 'pending' });
    }
    expect(labels(world, issue)).toEqual(['epic:1', 'status: pending']);
  });
});
