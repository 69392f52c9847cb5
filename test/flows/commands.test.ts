import { describe, expect } from 'vitest';
import { helpText } from '../../src/core/commands/help-text.ts';
import { deliver } from '../support/deliver.ts';
import { activity, happened, task } from '../support/know.ts';
import { lastReply, reactions, replies, replyTo, stickies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { flotillaConfig } from '../support/world-files.ts';
import { it } from '../support/world.ts';

describe('who may say what', () => {
  it('is told to a bot that is not on the list once, with the line that would admit it', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const bot = world.github.createUser({ login: 'Re_Namer[bot]', type: 'Bot' });
    const [one, two] = [await openTask(world), await openTask(world)];
    const first = await say(world, one, bot, '/claim');
    await say(world, one, bot, '/claim');
    await say(world, two, bot, '/status\n/nonsense');

    expect([...replies(world, one), ...replies(world, two)]).toHaveLength(1);
    expect(lastReply(world, one).replace(String(bot.id), '<id>')).toMatchInlineSnapshot(`
      "The bot \`Re_Namer[bot]\` is not on this repository's list of agents, so its commands do nothing here. This is said once. A maintainer can admit it in \`.github/flotilla.yml\` on the default branch:

      \`\`\`yaml
      agents:
        - { id: <id>, login: "Re_Namer[bot]", name: re-namer }
      \`\`\`"
    `);
    expect(reactions(first)).toEqual([]);
    expect(await task(world, one)).toMatchObject({ holder: null });

    const admitted = flotillaConfig(world) + `  - { id: ${bot.id}, login: "${bot.login}", name: re-namer }\n`;
    await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': admitted } });
    await world.settle();
    await say(world, one, bot, '/claim');
    expect(await task(world, one)).toMatchObject({ holder: 're-namer' });
  });

  it('follows the configuration, which may ask for a higher role', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const config = `${flotillaConfig(world)}commands: { claim: maintainer, status: agent }\n`;
    await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': config } });
    const issue = await openTask(world);
    const claim = await say(world, issue, world.agentD, '/claim');
    const status = await say(world, issue, world.stranger, '/status');
    expect([replyTo(world, claim), replyTo(world, status)]).toMatchInlineSnapshot(`
      [
        "That is for the role \`maintainer\` or higher in this repository; you have the role \`agent\` here. Ask somebody who has it.",
        "That is for the role \`agent\` or higher in this repository; you have the role \`anyone\` here. Ask somebody who has it.",
      ]
    `);
    await say(world, issue, world.maintainer, '/claim');
    expect(await task(world, issue)).toMatchObject({ holder: 'mona' });
  });

  it('does not believe what a payload says about its author', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    world.github.knobs.faultDeliveries('issue_comment', 'lose');
    const comment = world.repo.comment(issue, world.stranger, '/hold');
    const sent = world.github.deliveries.at(-1);
    const payload = JSON.stringify(sent?.payload).replaceAll('"NONE"', '"OWNER"');
    expect(payload).toContain('"author_association":"OWNER"');
    await deliver(world, { event: 'issue_comment', payload });
    await world.settle();

    expect(reactions(comment)).toEqual(['-1']);
    expect(await task(world, issue)).toMatchObject({ held: false });
  });

  it('is asked of GitHub again: a right that was taken away is gone', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    await say(world, issue, world.maintainer, '/hold');
    expect(await task(world, issue)).toMatchObject({ held: true });

    world.repo.setPermission('mona', 'read');
    await world.restart();
    const unhold = await say(world, issue, world.maintainer, '/unhold');
    expect(reactions(unhold)).toEqual(['-1']);
    expect(await task(world, issue)).toMatchObject({ held: true });
  });
});

describe('a comment', () => {
  it('runs what stands in plain lines, in order, and nothing else', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const quoted = [
      '> /claim',
      '',
      '```',
      '/claim',
      '```',
      '',
      '    /claim',
      '',
      '`/claim`',
      '',
      '<details>',
      '',
      '/claim',
      '',
      '</details>',
      '',
      '[/claim](https://example.com "Take it")',
      '',
      '- /claim',
      '',
      '# /claim',
      '',
      'Please /claim this.',
    ].join('\n');
    const nothing = await say(world, issue, world.agentD, quoted);
    expect(reactions(nothing)).toEqual([]);
    expect(await task(world, issue)).toMatchObject({ holder: null });

    const all = await say(
      world,
      issue,
      world.agentD,
      'Mine:\n/claim\n\n/release\n/frobnicate\n/hold\n/Claim',
    );
    expect(await activity(world, issue, /claimed|released/)).toEqual([
      'task.claimed',
      'task.released',
      'task.claimed',
    ]);
    expect([...reactions(all)].sort()).toEqual(['+1', '-1', 'confused']);
    expect([2, 4, 5, 6, 7].map((line) => replyTo(world, all, line).split('.')[0])).toMatchInlineSnapshot(`
      [
        "**agent-d** holds #1 until **<moment>**",
        "",
        "",
        "That is for maintainers (role \`maintainer\` or higher); you have the role \`agent\` here",
        "**agent-d** holds #1 until **<moment>**",
      ]
    `);
  });

  it('with an unknown command gets a look and no words', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const comment = await say(world, issue, world.stranger, '/frobnicate the parser\n/usr/bin is full');
    expect(reactions(comment)).toEqual(['confused']);
    expect(replies(world, issue)).toEqual([]);
  });

  it('that is edited, or written by Flotilla itself, does nothing', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const edited = await say(world, issue, world.agentD, 'Let me see.');
    world.repo.editComment(edited, world.agentD, '/claim');
    const own = await say(world, issue, { login: 'flotilla[bot]' }, '/claim');

    expect([...reactions(edited), ...reactions(own)]).toEqual([]);
    expect(await task(world, issue)).toMatchObject({ holder: null });
  });

  it('is one effect, however often its delivery comes', async ({ newWorld }) => {
    const world = await newWorld();
    const issue = await openTask(world);
    world.github.knobs.faultDeliveries('issue_comment', 'double');
    const comment = world.repo.comment(issue, world.agentD, '/claim');
    const sent = world.github.deliveries.at(-1);
    if (!sent) throw new Error('nothing was delivered');
    await Promise.all([1, 2, 3].map(() => deliver(world, { ...sent })));
    await world.settle();
    world.github.redeliver(sent);
    await world.settle();

    expect(replies(world, issue)).toHaveLength(1);
    expect(reactions(comment)).toEqual(['+1']);
    expect(await activity(world, issue, /claimed|renewed/)).toEqual(['task.claimed']);
  });

  it('gets no more words after ten in an hour', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const comments = Array.from({ length: 12 }, () => world.repo.comment(issue, world.stranger, '/help'));
    await world.settle();
    expect(replies(world, issue)).toHaveLength(10);
    expect(comments.map((comment) => reactions(comment).join())).toEqual(Array(12).fill('+1'));
    expect(await happened(world, 'reply.withheld')).toBe(2);

    await world.database.pool.query("update effects set sent_at = sent_at - interval '61 minutes'");
    await say(world, issue, world.stranger, '/help');
    expect(replies(world, issue)).toHaveLength(11);
  });
});

describe('the answers', () => {
  it('list the commands', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const question = world.repo.openIssue({ title: 'How?' });
    await say(world, question, world.stranger, '/help');
    expect(lastReply(world, question)).toBe(helpText());
  });

  it('show how a task stands, again if somebody deleted that', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const question = world.repo.openIssue({ title: 'How?' });
    const issue = await openTask(world);
    await say(world, question, world.stranger, '/status');
    expect(lastReply(world, question)).toContain('This issue belongs to no epic');

    for (const comment of stickies(world, issue)) world.repo.deleteComment(comment);
    const asked = await say(world, issue, world.stranger, '/status');
    expect(reactions(asked)).toEqual(['+1']);
    expect(sticky(world, issue).split('\n\n<details>')[0]).toMatchInlineSnapshot(`
      "### ⚪ pending ░░░░░░░░░░ 0 %

      | | |
      |---|---|
      | Epic | Repositories (\`epic-1/repositories\`) |
      | Holder | nobody |
      | Text | approved by \`acme\`, who wrote it, <moment> |

      **Next:** \`/claim\` to take it."
    `);
  });

  it('say how to write what was not understood', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await openTask(world);
    const comment = await say(
      world,
      issue,
      world.maintainer,
      '/assign\n/lane pause\n/extend soon\n/next please',
    );
    expect([1, 2, 3, 4].map((line) => replyTo(world, comment, line))).toMatchInlineSnapshot(`
      [
        "I did not understand that. It needs an account (with an @) or the name of an agent. Usage: \`/assign @login | <agent>\`",
        "I did not understand that. A pause needs a reason. Usage: \`/lane pause <reason> | resume | drain\`",
        "I did not understand that. It needs a duration, for example \`2h\` or \`90m\`. Usage: \`/extend [2h]\`",
        "I did not understand that. It takes nothing after its name. Usage: \`/next\`",
      ]
    `);
  });

  it('say what a repository without a configuration lacks', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, config: null });
    const issue = world.repo.openIssue({ title: 'Write the parser' });
    const comment = await say(world, issue, world.maintainer, '/claim\n/status\n/lane resume\n/merge');
    expect([1, 2, 3, 4].map((line) => replyTo(world, comment, line))).toMatchInlineSnapshot(`
      [
        "This repository has no valid \`.github/flotilla.yml\` with epics yet, so it has no tasks. A maintainer can add one on the default branch.",
        "This repository has no valid \`.github/flotilla.yml\` with epics yet, so it has no tasks. A maintainer can add one on the default branch.",
        "This repository has no valid \`.github/flotilla.yml\` with epics yet, so it has no tasks. A maintainer can add one on the default branch.",
        "There is no open pull request here to merge. Open one for this task, or say it under the pull request.",
      ]
    `);
  });
});
