import { describe, expect } from 'vitest';
import { activity, task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { labels, lastReply, reactions, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { candidatesWait, claimed, underTest } from '../support/work.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it } from '../support/world.ts';

const HOUR = 3_600;

describe('taking a task', () => {
  it('gives it to one of two agents, and tells the other who has it and until when', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);

    const comments = [world.agentD, world.agentE].map((agent) => world.repo.comment(issue, agent, '/claim'));
    await world.settle();

    // Nobody promised which of two deliveries is handled first.
    const winner = (await task(world, issue))?.holder ?? 'nobody';
    expect(winner).toMatch(/^agent-[de]$/);
    expect(replies(world, issue).map((reply) => reply.replaceAll(winner, 'winner'))).toMatchInlineSnapshot(`
      [
        "**winner** holds #1 until **<moment>**. Pushes and comments renew it.

      1. Work on the branch \`winner/1-write-the-parser\`, started from \`epic-1/repositories\`.
      2. Open the pull request against \`epic-1/repositories\`. The branch's name links it to this task; so does a line \`Task: #1\` in its description.
      3. When it is ready for review and its gates pass, it enters the merge queue.

      If you cannot go on, comment \`/release\`, so that another agent can.",
        "**winner** holds this task until **<moment>**. Take another one, or come back when it is released.",
      ]
    `);
    expect(comments.map((comment) => reactions(comment).join()).sort()).toEqual(['+1', '-1']);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress' });
    expect(labels(world, issue)).toEqual([`agent: ${winner}`, 'epic:1', 'status: in_progress']);
    expect(sticky(world, issue)).toContain(`| Holder | \`${winner}\` until <moment> |`);

    const renewal = winner === 'agent-d' ? world.agentD : world.agentE;
    await say(world, issue, renewal, '/claim');
    expect(await activity(world, issue, /claimed|renewed/)).toEqual(['task.claimed', 'task.renewed']);
  });

  it('tells an agent that is at its limit which issues it holds', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const config = flotillaConfig(world).replaceAll('maxClaims: 5', 'maxClaims: 2');
    await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    const issues = [await openTask(world), await openTask(world), await openTask(world)];
    for (const issue of issues) await say(world, issue, world.agentD, '/claim');

    const [, , third] = issues;
    expect(lastReply(world, third ?? 0)).toMatchInlineSnapshot(
      `"**agent-d** may hold 2 tasks at a time and holds #1 and #2. Finish or release one first (\`/release\` in its issue)."`,
    );
    expect(await task(world, third ?? 0)).toMatchObject({ status: 'pending', holder: null });
  });

  it('asks an account with several agents which of them it is', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD } = world;
    const more = `  - { id: ${agentD.id}, login: "${agentD.login}", name: agent-x, maxClaims: 5 }\n`;
    const config = flotillaConfig(world) + more;
    await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    const issue = await openTask(world);

    await say(world, issue, agentD, '/claim');
    await say(world, issue, agentD, '/claim as agent-e');
    await say(world, issue, agentD, '/claim as agent-q');
    await say(world, issue, agentD, '/claim as agent-x');
    await say(world, issue, agentD, '/claim as agent-d');

    expect(replies(world, issue)).toMatchInlineSnapshot(`
      [
        "Several agents run under your account: \`agent-d\` and \`agent-x\`. Say which one takes the task, for example \`/claim as agent-d\`.",
        "The agent \`agent-e\` belongs to another account, and nobody can claim for it. Claim under your own agent's name.",
        "There is no agent \`agent-q\` here. Yours: \`agent-d\` and \`agent-x\`.",
        "**agent-x** holds #1 until **<moment>**. Pushes and comments renew it.

      1. Work on the branch \`agent-x/1-write-the-parser\`, started from \`epic-1/repositories\`.
      2. Open the pull request against \`epic-1/repositories\`. The branch's name links it to this task; so does a line \`Task: #1\` in its description.
      3. When it is ready for review and its gates pass, it enters the merge queue.

      If you cannot go on, comment \`/release\`, so that another agent can.",
        "**agent-x**, which runs under your account too, holds this task until **<moment>**. Let it finish, or release it first with \`/release\`.",
      ]
    `);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-x' });
  });

  it('lets a person with write access claim under their own name, and nobody else', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);

    await say(world, issue, world.stranger, '/claim');
    await say(world, issue, world.writer, '/claim');

    expect(lastReply(world, issue)).toContain('**walter** holds');
    expect(replies(world, issue)[0]).toMatchInlineSnapshot(
      `"That is for agents, people with write (role \`agent\` or higher); you have the role \`anyone\` here. Ask somebody who has it."`,
    );
    expect(labels(world, issue)).toContain('agent: walter');
  });

  it('refuses what is no task, is done, or was given up', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer, agentD } = world;
    const untracked = repo.openIssue({ title: 'A question' });
    const done = await openTask(world);
    const failed = await openTask(world);
    repo.closeIssue(done, { by: maintainer });
    repo.closeIssue(failed, { by: maintainer, reason: 'not_planned' });
    for (const issue of [untracked, done, failed]) await say(world, issue, agentD, '/claim');

    expect([untracked, done, failed].map((issue) => lastReply(world, issue))).toMatchInlineSnapshot(`
      [
        "This issue belongs to no epic, so it is not a task. A maintainer can add one of the labels \`epic:1\` and \`epic:2\`, or make it a sub-issue of an issue that has one. (One that has such a label and sub-issues stands for the epic: its sub-issues are the tasks.)",
        "This task is done, so there is nothing left to claim. A maintainer can reopen the issue if work remains.",
        "This task was given up. A maintainer can reopen the issue if it should be tried again.",
      ]
    `);
    expect(await task(world, untracked)).toBeNull();
  });

  it('finds the task of an issue whose webhook has not come yet', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    world.github.knobs.faultDeliveries(/^issues/, 'vanish');
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await say(world, issue, world.agentD, '/claim');

    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });
});

describe('waiting for other work', () => {
  it('refuses a task that waits for others, and gives it once they are done', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD, maintainer } = world;
    const said = await openTask(world, { title: 'Lexer' });
    const native = await openTask(world, { title: 'Grammar' });
    const question = repo.openIssue({ title: 'Which dialect?' });
    const issue = await openTask(world, { body: `Depends on #${said.number} and #${question.number}` });
    repo.addBlockedBy(issue, native);
    await say(world, issue, agentD, '/claim');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This task waits for #1 (Lexer), #2 (Grammar) and #3. It can be claimed once that is done."`,
    );
    expect(sticky(world, issue)).toContain('| Waits for |');

    repo.closeIssue(said, { by: maintainer });
    repo.closeIssue(question, { by: world.stranger });
    repo.removeBlockedBy(issue, native);
    await world.settle();
    expect(sticky(world, issue)).not.toContain('| Waits for |');

    await say(world, issue, agentD, '/claim');
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });

    repo.reopenIssue(said, { by: maintainer });
    await world.settle();
    expect(await task(world, said)).toMatchObject({ status: 'pending' });
    expect(sticky(world, issue)).toContain(`| Waits for | #${said.number}`);
  });

  it('says how far an epic is that another one waits for', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD, maintainer } = world;
    const first = [await openTask(world), await openTask(world), await openTask(world)];
    const later = repo.openIssue({ title: 'Serve it', labels: ['epic:2'] });
    const [one, two] = first;
    repo.closeIssue(one ?? 0, { by: maintainer });
    await world.settle();
    await say(world, later, agentD, '/claim');
    expect(lastReply(world, later)).toMatchInlineSnapshot(
      `"This task's epic waits for epic \`1\` (33.3 % of weighted hours, needs 50 %: #2 or #3 would do it). It can be claimed once that epic is far enough."`,
    );

    repo.closeIssue(two ?? 0, { by: maintainer });
    await world.settle();
    await say(world, later, agentD, '/claim');
    expect(await task(world, later)).toMatchObject({ holder: 'agent-d' });
  });
});

describe('a lease', () => {
  it('is warned about when it is over, and then ends in words', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    await say(world, issue, world.agentD, '/claim');

    await passTime(world.database.pool, 4 * HOUR + 60);
    await world.app.sweep();
    await world.settle();
    expect(sticky(world, issue)).toMatch(/⚠️ The hold ends at/);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });

    await passTime(world.database.pool, HOUR / 2);
    await world.app.sweep();
    await world.settle();
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"**agent-d** held #1 until <moment> and was not heard of since, so the hold has ended and the task is open to everybody. Whoever wants to go on with it can say \`/claim\`; branches and pull requests are left as they are."`,
    );
    expect(await activity(world, issue, /lapsed|warned/)).toEqual(['lease.warned', 'task.lapsed']);
    expect(labels(world, issue)).toEqual(['epic:1', 'status: pending']);
  });

  it('is renewed by a comment, a push and a pull request of its holder, and by nobody else', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD, agentE, database } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    const branch = `agent-d/${issue.number}-parser`;
    const left = async () => {
      const { rows } = await database.pool.query<{ hours: number }>(
        `select round(extract(epoch from expires_at - clock_timestamp()) / 3600)::integer as hours
           from assignments where status = 'active'`,
      );
      return rows[0]?.hours;
    };
    const afterThreeHours = async (act: () => unknown) => {
      await passTime(database.pool, 3 * HOUR);
      expect(await left()).toBe(1);
      await act();
      await world.settle();
      return left();
    };

    expect(await afterThreeHours(() => repo.comment(issue, agentD, 'I am at it.'))).toBe(4);
    expect(await afterThreeHours(() => repo.comment(issue, agentE, 'Are you?'))).toBe(1);
    await say(world, issue, agentD, 'Yes.');
    const push = () =>
      repo.pushFiles({ branch, from: 'epic-1/repositories', files: { 'a.ts': '1\n' }, by: agentD });
    expect(await afterThreeHours(push)).toBe(4);
    const open = () =>
      repo.openPull({ title: 'Parser', head: branch, base: 'epic-1/repositories', by: agentD, draft: true });
    expect(await afterThreeHours(open)).toBe(4);
    const pull = issue.number + 1;
    expect(await afterThreeHours(() => repo.editIssue(pull, { title: 'Parser!', by: agentE }))).toBe(1);
    await say(world, issue, agentD, 'A typo in the title.');
    expect(await afterThreeHours(() => repo.comment(pull, agentD, 'Soon.'))).toBe(4);
  });

  it('that is over goes to whoever claims next, and its holder is told', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    await say(world, issue, world.agentD, '/claim');
    await passTime(world.database.pool, 4 * HOUR + 60);
    await say(world, issue, world.agentE, '/claim');

    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
    expect(await activity(world, issue, /lapsed|claimed/)).toEqual([
      'task.claimed',
      'task.lapsed',
      'task.claimed',
    ]);
    expect(replies(world, issue).slice(1)).toEqual([
      expect.stringContaining('**agent-d** held #1 until <moment> and was not heard of since'),
      expect.stringContaining('**agent-e** holds #1'),
    ]);
  });

  it('stands for as long as the pull request is in its lane', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const issue = await claimed(world);
    await underTest(world, { issue });

    await world.database.pool.query("update assignments set expires_at = now() - interval '3 hours'");
    await world.app.sweep();
    await say(world, issue, world.agentE, '/claim');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"**agent-d** holds this task while its pull request is in the merge queue. Take another one, or come back when it is released."`,
    );
    expect(await task(world, issue)).toMatchObject({ status: 'review', holder: 'agent-d' });
    expect(await activity(world, issue, /lapsed|warned/)).toEqual([]);
  });
});

describe('giving back', () => {
  it('is for the holder and maintainers', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, writer, maintainer } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    await say(world, issue, agentE, '/release');
    await say(world, issue, writer, '/release');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"**agent-d** holds this task, and only it or a maintainer can do that."`,
    );
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });

    const own = await say(world, issue, agentD, '/unclaim');
    expect(reactions(own)).toEqual(['+1']);
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });

    await say(world, issue, agentE, '/claim');
    await say(world, issue, maintainer, '/release');
    expect(await task(world, issue)).toMatchObject({ status: 'pending', holder: null });
    await say(world, issue, maintainer, '/release');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"Nobody holds this task, so there is nothing to give back."`,
    );
  });
});
