import { describe, expect } from 'vitest';
import { activity, task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply, reactions, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

/** One row of the status comment. */
function row(world: World, issue: { readonly number: number }, name: string): string {
  return new RegExp(`\\| ${name} \\| (.*) \\|`).exec(sticky(world, issue))?.[1] ?? '';
}

/** The bar at the top of the status comment, as a figure. */
function percent(world: World, issue: { readonly number: number }): string {
  return /(\d+) %/.exec(sticky(world, issue))?.[1] ?? '';
}

describe('a figure of progress', () => {
  it('is shown beside what can be seen, and counts up to a cap', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD } = world;
    const issue = await openTask(world, { body: '- [x] lexer\n- [ ] parser\n- [ ] printer\n- [ ] docs\n' });
    await say(world, issue, agentD, '/claim');
    const said = await say(world, issue, agentD, '/progress 60 parser done, @walter looks at the printer');
    expect(reactions(said)).toEqual(['+1']);
    expect(row(world, issue, 'Progress')).toMatchInlineSnapshot(
      `"claimed 60 %, verified 25 %, checklist 1 of 4: parser done, @​walter looks at the printer"`,
    );
    expect(percent(world, issue)).toBe('60');

    await passTime(world.database.pool, 120);
    await say(world, issue, agentD, '/progress 100');
    expect(row(world, issue, 'Progress')).toMatchInlineSnapshot(
      `"claimed 100 % (counted as 90 % until it is in review), verified 25 %, checklist 1 of 4"`,
    );
    expect(percent(world, issue)).toBe('90');
    expect(await activity(world, issue, /progressed|done/)).toEqual(['task.progressed', 'task.progressed']);
  });

  it('is the holder’s to give, and nobody’s whose hold is over', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, maintainer } = world;
    const issue = await openTask(world);
    await say(world, issue, agentD, '/progress 10');
    await say(world, issue, agentD, '/claim');
    await say(world, issue, maintainer, '/progress 90');
    await passTime(world.database.pool, 5 * 3_600);
    await say(world, issue, agentE, '/claim');
    await say(world, issue, agentD, '/progress 80\n/progress 101');

    const refusals = replies(world, issue).filter((reply) => !/holds #1|was not heard/.test(reply));
    expect(refusals).toMatchInlineSnapshot(`
      [
        "Nobody holds this task, and only its holder can do that. Take it first with \`/claim\`.",
        "**agent-d** holds this task, and only it can do that.",
        "The hold of **agent-d** on this task ended at <moment>: it ran out and nothing was heard of its holder. What is still said in its name changes nothing. **agent-e** holds the task now.",
        "I did not understand that. It needs a whole number from 0 to 100. Usage: \`/progress <0-100> [note]\`",
      ]
    `);
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-e' });
    expect(percent(world, issue)).toBe('10');
  });
});

describe('the plan', () => {
  it('follows the last word, whether a command or a label said it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer, writer } = world;
    const issue = await openTask(world, { labels: ['epic:1', '4h', 'priority: low'] });
    await say(world, issue, maintainer, '/status');
    expect(row(world, issue, 'Plan')).toBe('4 h, priority 25');

    const said = await say(world, issue, maintainer, '/estimate 1.5d\n/priority critical');
    expect(reactions(said)).toEqual(['+1']);
    await passTime(world.database.pool, 120);
    repo.editIssue(issue, { title: 'Write the whole parser' });
    await world.settle();
    expect(row(world, issue, 'Plan')).toBe('12 h, priority 100');

    repo.label(issue, 'priority: high', { by: maintainer });
    repo.unlabel(issue, 'priority: low', { by: maintainer });
    await passTime(world.database.pool, 120);
    await world.settle();
    await say(world, issue, maintainer, '/status');
    expect(row(world, issue, 'Plan')).toBe('12 h, priority 75');

    await say(world, issue, writer, '/estimate 1h');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"That is for maintainers (role \`maintainer\` or higher); you have the role \`writer\` here. Ask somebody who has it."`,
    );
    await say(world, issue, maintainer, '/estimate soon\n/priority urgent');
    expect(replies(world, issue).slice(-2)).toMatchInlineSnapshot(`
      [
        "I did not understand that. It needs hours, for example \`8h\`. Usage: \`/estimate <8h>\`",
        "I did not understand that. It needs \`critical\`, \`high\`, \`medium\`, \`low\`, or a number from 0 to 100. Usage: \`/priority <level>\`",
      ]
    `);
    expect(await activity(world, issue, /estimated|prioritised/)).toEqual([
      'task.estimated',
      'task.prioritised',
    ]);
  });

  it('weighs an epic by the hours that were said', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { maintainer, agentD } = world;
    const [big, small] = [await openTask(world), await openTask(world)];
    const later = await openTask(world, { title: 'Serve it', labels: ['epic:2'] });
    await say(world, big, maintainer, '/estimate 30h');
    await say(world, small, maintainer, '/estimate 10h');
    world.repo.closeIssue(small, { by: maintainer });
    await world.settle();
    await say(world, later, agentD, '/claim');
    expect(lastReply(world, later)).toContain('25 % of weighted hours, needs 50 %: #1 would do it');
  });
});
