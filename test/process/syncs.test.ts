import { describe, expect } from 'vitest';
import { doChore } from '../support/chores.ts';
import { lastReply, sticky } from '../support/see.ts';
import { openTask, say } from '../support/talk.ts';
import { task } from '../support/know.ts';
import {
  candidateBranches,
  candidatesWait,
  claimed,
  conclude,
  configure,
  EPIC_1,
  EPIC_2,
  landings,
  proposed,
  standing,
  taskWithPull,
} from '../support/work.ts';
import { it, type World } from '../support/world.ts';

/** Epic 2 takes in what `sync` names, and waits for no percentage unless told. */
async function taking(world: World, sync: string, after = ''): Promise<void> {
  await configure(world, (text) =>
    text.replace('after: [{ epic: "1", percent: 50 }]', `${after}sync: [${sync}]`),
  );
}

/** Which of these the branch holds: `src/<name>.ts`. */
async function sources({ repo }: World, ...names: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of names)
    if ((await repo.readFile(EPIC_2, `src/${name}.ts`)) !== undefined) found.push(name);
  return found;
}

describe('an epic that takes code in', () => {
  it('has it once the percentage is reached, tested as a whole; what needs the code waits for it', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await taking(world, '"1"', 'after: [{ epic: "1", percent: 50 }], ');
    const other = await openTask(world, { title: 'Small', labels: ['epic:1', '9h'] });
    const parser = await claimed(world, { title: 'Parser' });
    const body = `Depends on #${parser.number}`;
    const issue = await openTask(world, { title: 'Serve it', labels: ['epic:2'], body });
    const pull = await proposed(world, parser, { files: { 'src/parser.ts': 'export {};\n' } });
    expect(await standing(world, pull)).toBe('landed');
    // 10 % of epic 1, which is not what epic 2 waits for.
    expect(await landings(world, EPIC_2)).toEqual([]);

    world.repo.closeIssue(other, { by: world.maintainer });
    await world.settle();
    await say(world, issue, world.agentD, '/claim');
    expect(lastReply(world, issue)).toMatchInlineSnapshot(
      `"This task waits for #2 (Parser), which is done: its code is on \`epic-1/repositories\` and not on \`epic-2/services\` yet; the sync of \`epic-1/repositories\` is being tested. It can be claimed once that is done."`,
    );
    expect(sticky(world, issue)).toContain('not on `epic-2/services` yet');
    expect(await sources(world, 'parser')).toEqual([]);

    await conclude(world);
    expect(await sources(world, 'parser')).toEqual(['parser']);
    expect(sticky(world, issue)).not.toContain('Waits for');
    await say(world, issue, world.agentD, '/claim');
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('has it at once when other work is given up, or becomes smaller, and so the percentage is reached', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    await taking(world, '"1"', 'after: [{ epic: "1", percent: 50 }], ');
    const big = await openTask(world, { title: 'Big', labels: ['epic:1', '9h'] });
    const wide = await openTask(world, { title: 'Wide', labels: ['epic:1', '9h'] });
    await taskWithPull(world, { files: { 'src/parser.ts': '' } });
    world.repo.closeIssue(wide, { by: world.maintainer, reason: 'not_planned' });
    await world.settle();
    await doChore(world, 'epics');
    await world.settle();
    expect(await sources(world, 'parser')).toEqual([]);
    await say(world, big, world.maintainer, '/estimate 0.5h');
    await doChore(world, 'epics');
    await world.settle();
    expect(await sources(world, 'parser')).toEqual(['parser']);
  });

  it('tells those who wait for it how its sync is getting on', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await taking(world, '"1"');
    const parser = await claimed(world, { title: 'Parser' });
    const body = `Depends on #${parser.number}`;
    const issue = await openTask(world, { title: 'Serve it', labels: ['epic:2'], body });
    await proposed(world, parser, { files: { 'src/parser.ts': 'export {};\n' } });
    const waits = async () => {
      await doChore(world, 'epics');
      await world.settle();
      return /the sync of .* is [a-z ]*[a-z]|no sync is on its way/.exec(sticky(world, issue))?.[0];
    };
    expect(await waits()).toBe('the sync of `epic-1/repositories` is being tested');
    await conclude(world, 'failure');
    expect(await waits()).toBe('no sync is on its way');
  });

  it.for([
    { how: 'as a webhook tells', heard: true },
    { how: 'which no webhook tells', heard: false },
  ])('lacks again what somebody moved its branch back from, $how', async ({ heard }, { newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const { repo, github, maintainer, agentD } = world;
    await taking(world, '"1"');
    const before = repo.branchTip(EPIC_2) ?? '';
    const parser = await claimed(world, { title: 'Parser' });
    const body = `Depends on #${parser.number}`;
    const issue = await openTask(world, { title: 'Serve it', labels: ['epic:2'], body });
    await proposed(world, parser, { files: { 'src/parser.ts': 'export {};\n' } });
    await conclude(world);
    expect(await sources(world, 'parser')).toEqual(['parser']);
    expect(sticky(world, issue)).not.toContain('Waits for');

    const url = github.webhookUrl;
    if (!heard) github.webhookUrl = 'http://127.0.0.1:9/away';
    const files = { 'own.txt': 'by hand\n' };
    await repo.pushFiles({ branch: EPIC_2, from: before, files, force: true, by: maintainer });
    await world.settle();
    github.webhookUrl = url;
    await say(world, issue, agentD, '/claim');
    expect(await task(world, issue)).toMatchObject({ holder: null });
    expect(lastReply(world, issue)).toContain(
      heard ? 'the sync of `epic-1/repositories` is being tested' : 'no sync is on its way',
    );

    await doChore(world, 'reconcile');
    await world.settle();
    await conclude(world);
    expect(await sources(world, 'parser')).toEqual(['parser']);
    await say(world, issue, agentD, '/claim');
    expect(await task(world, issue)).toMatchObject({ holder: 'agent-d' });
  });

  it('has what lands while a sync is under test with the next one, all at once', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await taking(world, '"1"');
    const base = world.repo.branchTip(EPIC_1) ?? '';
    await taskWithPull(world, { files: { 'src/a.ts': '' } });
    for (const name of ['b', 'c']) {
      const from = world.repo.branchTip(EPIC_1) ?? base;
      await taskWithPull(world, { from, files: { [`src/${name}.ts`]: '' } });
    }
    expect(await sources(world, 'a', 'b', 'c')).toEqual([]);
    await conclude(world);
    expect(await sources(world, 'a', 'b', 'c')).toEqual(['a']);
    await conclude(world);
    expect(await sources(world, 'a', 'b', 'c')).toEqual(['a', 'b', 'c']);
    expect(await landings(world, EPIC_2)).toHaveLength(2);
    expect(candidateBranches(world)).toEqual([]);
  });

  it('asks for a hand where a merge conflicts, in a task with the files', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, files: { 'src/shared.ts': 'export const a = 1;\n' } });
    await taking(world, '"1"');
    const from = world.repo.branchTip(EPIC_2) ?? '';
    await taskWithPull(world, {
      epic: '2',
      base: EPIC_2,
      files: { 'src/shared.ts': 'export const a = 2;\n' },
    });
    await taskWithPull(world, { from, files: { 'src/shared.ts': 'export const a = 3;\n' } });
    const asked = () =>
      [...world.repo.state.issues.values()].filter(({ title, pull }) => !pull && title.startsWith('Bring '));
    const [issue, ...more] = asked();
    if (!issue) throw new Error('nobody was asked');
    expect(more).toEqual([]);
    expect(`${issue.title}\n\n${issue.body?.replaceAll(/[0-9a-f]{12}/g, '<commit>')}`).toMatchInlineSnapshot(`
      "Bring epic-1/repositories into epic-2/services: the merge conflicts

      The epic of \`epic-2/services\` takes in what lands on \`epic-1/repositories\`. Merging \`<commit>\` into it conflicts, so nothing of it has landed. Tasks that need that code wait until it is there.

      Files changed on both sides since they parted (the conflict is in some of them):

      - \`src/shared.ts\`

      To mend it, claim this task with \`/claim\` and bring the merge as a pull request:

      \`\`\`sh
      git fetch origin
      git checkout -b <agent>/<this issue's number>-sync origin/epic-2/services
      git merge origin/epic-1/repositories   # resolve, test, commit
      \`\`\`

      Once it has landed, later syncs go on by themselves.

      <!-- flotilla:sync:3 -->"
    `);
    expect(await task(world, issue)).toMatchObject({ status: 'pending' });

    // Tried again as more lands there; nobody is asked twice.
    await taskWithPull(world, { from: world.repo.branchTip(EPIC_1) ?? '', files: { 'src/b.ts': '' } });
    expect(asked()).toHaveLength(1);

    await say(world, issue, world.agentE, '/claim');
    const mended = await proposed(world, issue, {
      by: world.agentE,
      base: EPIC_2,
      files: { 'src/shared.ts': 'export const a = 3;\n' },
    });
    expect(await standing(world, mended)).toBe('landed');
    await taskWithPull(world, { from: world.repo.branchTip(EPIC_1) ?? '', files: { 'src/c.ts': '' } });
    expect(await sources(world, 'b', 'c')).toEqual(['b', 'c']);
    expect(asked()).toHaveLength(1);
  });

  it('follows the default branch, and leaves out what does not pass', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await taking(world, 'main');
    await conclude(world);
    await world.repo.pushFiles({ branch: 'main', files: { 'src/fix.ts': '' }, by: world.maintainer });
    await world.settle();
    await conclude(world, 'failure');
    expect(await sources(world, 'fix')).toEqual([]);
    const [issue] = [...world.repo.state.issues.values()];
    expect(issue?.title).toBe('Bring main into epic-2/services: the merge did not pass');
    expect(issue?.body).toContain('build');
    await world.repo.pushFiles({
      branch: 'main',
      files: { 'src/fix.ts': 'export {};\n' },
      by: world.maintainer,
    });
    await world.settle();
    await conclude(world);
    expect(await sources(world, 'fix')).toEqual(['fix']);
  });
});
