import { describe, expect } from 'vitest';
import { activity, task } from '../support/know.ts';
import { lastReply, reactions, replies, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { it, type World } from '../support/world.ts';

/** What the status comment says that a task waits for. */
function waitsFor(world: World, issue: { readonly number: number }): string {
  return /\| Waits for \| (.*) \|/.exec(sticky(world, issue))?.[1] ?? '';
}

function blockers(world: World, issue: { readonly number: number }): readonly number[] {
  return world.repo.issue(issue).blockedBy.map(({ number }) => number);
}

describe('a dependency', () => {
  it('is made on GitHub itself, and goes when it is taken away on either side', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, agentD, maintainer } = world;
    const lexer = await openTask(world, { title: 'Lexer' });
    const question = repo.openIssue({ title: 'Which dialect?' });
    const issue = await openTask(world);
    const said = await say(world, issue, maintainer, `/depends #${lexer.number}, #${question.number}`);
    expect(reactions(said)).toEqual(['+1']);
    expect(blockers(world, issue)).toEqual([lexer.number, question.number]);
    expect(waitsFor(world, issue)).toBe('#1 (Lexer) and #2');
    await say(world, issue, agentD, '/claim');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This task waits for #1 (Lexer) and #2. It can be claimed once that is done."`,
    );

    await say(world, issue, maintainer, `/undepends #${question.number}`);
    expect(blockers(world, issue)).toEqual([lexer.number]);
    expect(waitsFor(world, issue)).toBe('#1 (Lexer)');
    repo.removeBlockedBy(issue, lexer, { by: maintainer });
    await world.settle();
    expect(waitsFor(world, issue)).toBe('');

    await say(world, issue, maintainer, `/depends #${lexer.number}`);
    expect(blockers(world, issue)).toEqual([lexer.number]);
    repo.closeIssue(lexer, { by: maintainer });
    await world.settle();
    expect(waitsFor(world, issue)).toBe('');
    expect(await activity(world, issue, /depends/)).toEqual([
      'task.depends',
      'task.undepends',
      'task.depends',
    ]);
  });

  it('is for the holder and maintainers, and for what is there', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { agentD, agentE, maintainer } = world;
    const other = await openTask(world, { title: 'Lexer' });
    const issue = await openTask(world, { body: `Depends on #${other.number}` });
    await say(world, issue, agentE, '/depends #1');
    const lines = ['/depends #77', '/depends octo/web#1', '/depends soon', '/undepends #1', '/undepends #2'];
    await say(world, issue, maintainer, lines.join('\n'));
    expect(replies(world, issue)).toMatchInlineSnapshot(`
      [
        "Nobody holds this task, and only its holder or a maintainer can do that. Take it first with \`/claim\`.",
        "There is no issue \`#77\` to wait for; a pull request cannot be waited for. Look at the number.",
        "\`octo/web\` is no repository in which this App works for the same owner, so nobody would notice when \`octo/web#1\` is done. An owner can install the App there.",
        "I did not understand that. It needs issue numbers, for example \`#4\`, \`#4, #5\` or \`owner/name#4\`. Usage: \`/depends #n [, owner/name#m]\`",
        "The issue's description says that it depends on #1. Edit that line away, and the task follows.",
        "This task does not wait for #2, so there is nothing to take away. The status comment shows what it waits for.",
      ]
    `);
    const both = await say(world, other, agentD, '/claim\n/depends #2');
    expect(reactions(both)).toEqual(['+1', '-1']);
    expect(lastReply(world, other)).toContain('#1 → #2 → #1');
  });

  it('that would close a circle is refused with the way round named', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { maintainer } = world;
    const issues = [await openTask(world), await openTask(world), await openTask(world)];
    const [one, two, three] = issues.map(({ number }) => number);
    await say(world, one ?? 0, maintainer, `/depends #${two}`);
    await say(world, two ?? 0, maintainer, `/depends #${three}`);
    await say(world, three ?? 0, maintainer, `/depends #${one}\n/depends #${three}`);
    await say(world, two ?? 0, maintainer, `/depends #${one}`);
    expect([...replies(world, three ?? 0), ...replies(world, two ?? 0)]).toMatchInlineSnapshot(`
      [
        "That would be a circle in which nothing could ever begin: #3 → #1 → #2 → #3 (each waits for the next). Take one of these away first, for example with \`/undepends #3\` in #2.",
        "#3 cannot wait for itself.",
        "That would be a circle in which nothing could ever begin: #2 → #1 → #2 (each waits for the next). Take one of these away first, for example with \`/undepends #2\` in #1.",
      ]
    `);
    expect(blockers(world, { number: three ?? 0 })).toEqual([]);
  });

  it('keeps to our tables where GitHub has none', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { maintainer, github } = world;
    const lexer = await openTask(world, { title: 'Lexer' });
    const issue = await openTask(world);
    github.knobs.failNext({ path: /dependencies/ }, { status: 404, times: 9 });
    await say(world, issue, maintainer, `/depends #${lexer.number}`);
    expect(blockers(world, issue)).toEqual([]);
    expect(waitsFor(world, issue)).toBe('#1 (Lexer)');
    await say(world, issue, maintainer, `/undepends #${lexer.number}`);
    expect(waitsFor(world, issue)).toBe('');
  });
});

describe('a dependency on another repository', () => {
  async function withWeb(world: World) {
    const web = await world.github.createRepository({
      owner: 'acme',
      name: 'web',
      files: { 'README.md': '# Web\n', '.github/flotilla.yml': WEB_CONFIG },
    });
    world.github.addToInstallation(world.installation, web);
    await world.settle();
    return web;
  }
  const WEB_CONFIG = 'epics: [{ key: web, title: Web, branch: epic-web }]\n';

  it('of the same installation is made, shown by its full name, and met over there', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, maintainer, agentD } = world;
    const web = await withWeb(world);
    const page = web.openIssue({ title: 'A page nobody here may know of', labels: ['epic:web'] });
    const question = web.openIssue({ title: 'Which colour?' });
    const issue = await openTask(world);
    await say(world, issue, maintainer, `/depends Acme/Web#${page.number}, acme/web#${question.number}`);
    expect(repo.issue(issue).blockedBy).toEqual([page, question]);
    expect(waitsFor(world, issue)).toBe('acme/web#1 and acme/web#2');
    await say(world, issue, agentD, '/claim');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This task waits for acme/web#1 and acme/web#2. It can be claimed once that is done."`,
    );

    web.comment(page, { login: 'acme' }, '/depends acme/fleet#1');
    await world.settle();
    expect(lastReply({ ...world, repo: web }, page)).toMatchInlineSnapshot(
      `"That would be a circle in which nothing could ever begin: #1 → acme/fleet#1 → #1 (each waits for the next). Take one of these away first."`,
    );

    web.closeIssue(page, { by: 'acme' });
    web.closeIssue(question, { by: 'acme' });
    await world.settle();
    expect(waitsFor(world, issue)).toBe('');
    await say(world, issue, agentD, '/claim');
    expect(await task(world, 1)).toBeTruthy();
    expect(sticky(world, issue)).toContain('`agent-d` until');
  });
});
