import { describe, expect } from 'vitest';
import { activity, task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { labels, lastReply, reactions, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { candidatesWait, claimed, underTest } from '../support/work.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it, type World } from '../support/world.ts';

const HOUR = 3_600;

/** Hours until the hold ends, to a tenth. */
async function hoursLeft({ database }: World): Promise<number | undefined> {
  const { rows } = await database.pool.query<{ hours: number }>(
    `select round((extract(epoch from expires_at - clock_timestamp()) / 3600)::numeric, 1)::float as hours
       from assignments where status = 'active'`,
  );
  return rows[0]?.hours;
}

/** Its holder was not heard of for so long that the hold ended. */
async function lapse(world: World): Promise<void> {
  await passTime(world.database.pool, 4 * HOUR + 60);
  await world.app.sweep();
  await passTime(world.database.pool, HOUR / 2);
  await world.app.sweep();
  await world.settle();
}

describe('more time', () => {
  it('is for the holder, as much as it asks for up to six leases', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, maintainer } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/extend');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"Nobody holds this task, and only its holder can do that. Take it first with \`/claim\`."`,
    );
    await say(world, issue, agentD, '/claim');
    const asked = await say(world, issue, agentD, '/extend 2h');
    expect(reactions(asked)).toEqual(['+1']);
    expect(await hoursLeft(world)).toBe(6);
    await say(world, issue, agentD, '/extend');
    expect(await hoursLeft(world)).toBe(10);
    expect(await activity(world, issue, /extended/)).toHaveLength(2);

    await say(world, issue, agentD, '/extend 2d');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"That would hold the task until <moment>, and a hold reaches at most until <moment> from now. Ask for less; pushes and comments renew the hold by themselves."`,
    );
    await say(world, issue, agentE, '/extend');
    await say(world, issue, maintainer, '/extend');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "**agent-d** holds this task, and only it can do that.",
        "**agent-d** holds this task, and only it can do that.",
      ]
    `);
    expect(await hoursLeft(world)).toBe(10);
  });
});

describe('whoever held a task', () => {
  it('is told that its hold is over, whoever has the task by now', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    await lapse(world);
    await say(world, issue, agentD, '/extend 1h');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"The hold of **agent-d** on this task ended at <moment>: it ran out and nothing was heard of its holder. What is still said in its name changes nothing. Nobody holds the task now; \`/claim\` takes it again."`,
    );

    await say(world, issue, agentE, '/claim');
    await say(world, issue, agentD, '/release\n/handoff agent-d');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "The hold of **agent-d** on this task ended at <moment>: it ran out and nothing was heard of its holder. What is still said in its name changes nothing. **agent-e** holds the task now.",
        "The hold of **agent-d** on this task ended at <moment>: it ran out and nothing was heard of its holder. What is still said in its name changes nothing. **agent-e** holds the task now.",
      ]
    `);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
  });
});

describe('passing a task on', () => {
  it('gives it to the one who is named, with the work so far', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const { repo, agentD, agentE } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/claim');
    const head = `agent-d/${issue.number}-parser`;
    await repo.pushFiles({ branch: head, from: 'epic-1/repositories', files: { 'a.ts': '1\n' }, by: agentD });
    await repo.openPull({ title: 'Parser', head, base: 'epic-1/repositories', by: agentD, draft: true });
    await world.settle();

    const passed = await say(world, issue, agentD, '/handoff @agent-e[bot]');
    expect(reactions(passed)).toEqual(['+1']);
    expect(lastReply(world, issue)).toMatchInlineSnapshot(`
      "**agent-e** holds #1 until **<moment>**, in the place of **agent-d**: \`agent-d[bot]\` gave it the task. Pushes and comments renew it.

      The work so far is in #2. Start the branch \`agent-e/1-write-the-parser\` from its head, and open a pull request of your own against \`epic-1/repositories\` once #2 is closed.

      If that cannot be, comment \`/release\`, so that another agent can take it."
    `);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
    expect(labels(world, issue)).toEqual(['agent: agent-e', 'epic:1', 'status: in_progress']);
    expect(sticky(world, issue)).toContain('| Holder | `agent-e` until <moment> |');

    await say(world, issue, agentD, '/handoff agent-d');
    await say(world, issue, agentE, '/handoff agent-e');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "The hold of **agent-d** on this task ended at <moment>: it was given back or passed on. What is still said in its name changes nothing. **agent-e** holds the task now.",
        "**agent-e** holds this task already, so there is nothing to pass on. \`/extend\` asks for more time.",
      ]
    `);
    await say(world, issue, agentE, '/handoff @walter');
    expect(await task(world, issue)).toMatchObject({ holder: 'walter' });
    expect(await activity(world, issue, /claimed|handed|released|lapsed/)).toEqual([
      'task.claimed',
      'task.handed_off',
      'task.handed_off',
    ]);
  });

  it('is refused where nobody could go on with it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, github } = world;
    github.createUser({ login: 'renamer[bot]', type: 'Bot' });
    const shared = `  - { id: ${agentE.id}, login: "${agentE.login}", name: agent-x }\n`;
    const config = (flotillaConfig(world) + shared).replace('agent-e, maxClaims: 5', 'agent-e, maxClaims: 1');
    await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    const busy = await openTask(world);
    const issue = await openTask(world);
    await say(world, busy, agentE, '/claim as agent-e');
    await say(world, issue, agentD, '/claim');

    const names = ['@nobody', '@renamer[bot]', '@sam', '@agent-e[bot]', 'agent-q', 'agent-e'];
    const comment = await say(world, issue, agentD, names.map((name) => `/handoff ${name}`).join('\n'));
    expect(reactions(comment)).toEqual(['-1']);
    expect(
      replies(world, issue)
        .slice(-names.length)
        .map((reply) => reply.replace(/id: \d+/, 'id: <id>')),
    ).toMatchInlineSnapshot(`
      [
        "GitHub knows no account \`nobody\`. Look at the spelling; a bot's login ends with \`[bot]\`.",
        "The bot \`renamer[bot]\` is not on this repository's list of agents. A maintainer can admit it in \`.github/flotilla.yml\` on the default branch:

      \`\`\`yaml
      agents:
        - { id: <id>, login: "renamer[bot]", name: renamer }
      \`\`\`",
        "\`sam\` has no write access to this repository and is no agent of it, so could not push any work. Name somebody who has, or give them access first.",
        "Several agents run under the account \`agent-e[bot]\`: \`agent-e\` and \`agent-x\`. Name one of them.",
        "There is no agent \`agent-q\` here. The agents are \`agent-d\`, \`agent-e\` and \`agent-x\`; people are named by their login, with an @.",
        "**agent-e** may hold one task at a time and holds #1. Finish or release it first (\`/release\` in its issue).",
      ]
    `);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('waits while the pull request is in its lane', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const issue = await claimed(world);
    await underTest(world, { issue });

    await say(world, issue, world.agentD, '/handoff agent-e');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"#2 is in the merge queue, where only the holder's own pull request may be. Wait until it has landed, or take it out first with \`/dequeue\` there."`,
    );
    expect(await task(world, issue)).toMatchObject({ status: 'review', holder: 'agent-d' });
  });
});

describe('a maintainer', () => {
  it('assigns by the rules of a claim, in the place of whoever holds it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, maintainer, writer } = world;
    const issue = await openTask(world);
    const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
    await say(world, issue, writer, '/assign agent-d');
    await say(world, issue, agentD, '/assign agent-d');
    expect(await task(world, issue)).toMatchObject({ holder: null });

    await say(world, issue, maintainer, '/assign @Agent-D[bot]');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(`
      "**agent-d** holds #1 until **<moment>**: \`mona\` gave it the task. Pushes and comments renew it.

      Work on the branch \`agent-d/1-write-the-parser\`, started from \`epic-1/repositories\`, and open the pull request against \`epic-1/repositories\`.

      If that cannot be, comment \`/release\`, so that another agent can take it."
    `);
    const again = await say(world, issue, maintainer, '/assign agent-d');
    expect(reactions(again)).toEqual(['+1']);
    await say(world, issue, maintainer, '/assign agent-e');
    expect(lastReply(world, issue)).toContain('in the place of **agent-d**: `mona` gave it the task');
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });

    await say(world, later, maintainer, '/assign agent-e');
    world.repo.closeIssue(issue, { by: maintainer });
    await world.settle();
    await say(world, issue, maintainer, '/assign agent-d');
    expect([lastReply(world, later), lastReply(world, issue)]).toMatchInlineSnapshot(`
      [
        "This task's epic waits for epic \`1\` (0 % of weighted hours, needs 50 %: #1 would do it). It can be claimed once that epic is far enough.",
        "This task is done, so there is nothing left to claim. A maintainer can reopen the issue if work remains.",
      ]
    `);
  });

  it('is told why a label did not assign', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
    world.repo.label(later, 'agent: agent-d', { by: world.maintainer });
    await world.settle();
    expect(labels(world, later)).toEqual(['epic:2', 'status: pending']);
    expect(lastReply(world, later)).toMatchInlineSnapshot(
      `"This task's epic waits for epic \`1\` (0 % of weighted hours, needs 50 %). It can be claimed once that epic is far enough."`,
    );
  });
});
