import { describe, expect } from 'vitest';
import { passTime } from '../support/pass-time.ts';
import { lastReply, replies } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  candidatesWait,
  check,
  claimed,
  conclude,
  configure,
  EPIC_1,
  EPIC_2,
  isCandidate,
  landings,
  moveBase,
  opened,
  proposed,
  pushMore,
  standing,
  stays,
  taskWithPull,
  underTest,
} from '../support/work.ts';
import { it } from '../support/world.ts';

describe('a task from issue to landed commit', () => {
  it('is claimed, built, tested as a whole, landed and closed', async ({ world }) => {
    const { repo } = world;
    const issue = await claimed(world);

    const pull = await proposed(world, issue, { files: { 'src/parser.ts': 'export const parser = 1;\n' } });

    expect(repo.pull(pull).mergedAt).toBeDefined();
    expect(repo.issue(issue).state).toBe('closed');
    expect(await repo.readFile(EPIC_1, 'src/parser.ts')).toContain('parser');
    expect(check(world, pull.pull.headSha)).toMatchObject({
      title: `Landed on ${EPIC_1}`,
      conclusion: 'success',
    });
  });

  it('lands a head that is up to date as it is, without waiting for a second run', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const before = world.repo.branchTip(EPIC_1);

    const { pull } = await taskWithPull(world);

    const tip = world.repo.branchTip(EPIC_1) ?? '';
    expect(await world.repo.parentsOf(tip)).toEqual([before, pull.headSha]);
    expect(await world.repo.treeOf(tip)).toBe(await world.repo.treeOf(pull.headSha));
  });

  it('tests the merge where the base has moved on, and lands exactly what was tested', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const [job] = world.actions.pending();
    const base = world.repo.branchTip(EPIC_1);
    expect(check(world, pull.pull.headSha).title).toBe(`Testing the merge into ${EPIC_1}`);

    await conclude(world);

    expect(world.repo.branchTip(EPIC_1)).toBe(job?.sha);
    expect(await world.repo.parentsOf(job?.sha ?? '')).toEqual([base, pull.pull.headSha]);
  });
});

describe('a lane', () => {
  it('lands one after the other, each tested on top of the one before', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const first = await underTest(world);
    const from = (await world.repo.firstParentCommits(EPIC_1)).at(-1) ?? '';
    const second = await taskWithPull(world, { by: world.agentE, from });
    expect([await standing(world, first), await standing(world, second)]).toEqual(['testing', 'queued']);
    expect(check(world, second.pull.headSha).title).toBe('In the queue, place 2');

    await conclude(world);
    const afterFirst = world.repo.branchTip(EPIC_1) ?? '';
    expect([await standing(world, first), await standing(world, second)]).toEqual(['landed', 'testing']);
    await conclude(world);

    expect(await landings(world)).toHaveLength(3);
    const tip = world.repo.branchTip(EPIC_1) ?? '';
    expect(await world.repo.parentsOf(tip)).toEqual([afterFirst, second.pull.headSha]);
  });

  it('runs beside the lanes of other epics', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await configure(world, (text) => text.replace(/, after: \[.*?\]/, ''));
    const one = await underTest(world);
    const two = await underTest(world, { epic: '2', base: EPIC_2, by: world.agentE });

    expect([await standing(world, one), await standing(world, two)]).toEqual(['testing', 'testing']);
    const branches = new Set(world.actions.pending().map(({ branch }) => branch));
    expect([...branches].filter(isCandidate)).toHaveLength(2);

    await conclude(world);
    await conclude(world);
    expect([await standing(world, one), await standing(world, two)]).toEqual(['landed', 'landed']);
  });
});

describe('who enters', () => {
  it('is only who was asked for, where entering by itself is off', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await configure(world, { merge: '{ auto: false }' });
    const pull = await taskWithPull(world);
    expect(await standing(world, pull)).toBe('none');
    expect(check(world, pull.pull.headSha)).toMatchObject({
      title: 'Ready for the merge queue',
      conclusion: 'neutral',
    });

    await say(world, pull, world.agentD, '/merge');
    expect(await standing(world, pull)).toBe('none');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(
      `"A bot has to name the commit that it means, so that it cannot queue another one by accident. The head is now \`<commit>\`; if you mean it, say \`/merge <commit>\`."`,
    );

    await say(world, pull, world.agentD, '/merge 0123456789ab');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(
      `"You named \`<commit>\`, but the head of this pull request is \`<commit>\`. Look at what changed, then name the head if you mean it."`,
    );

    await say(world, pull, world.agentD, `/merge ${pull.pull.headSha.slice(0, 12)}`);
    expect(await standing(world, pull)).toBe('landed');
  });

  it('is a person only when a maintainer asks', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    const pull = await proposed(world, issue, { by: world.writer });
    expect(await standing(world, pull)).toBe('none');
    expect(check(world, pull.pull.headSha)).toMatchObject({
      title: 'Author does not hold the task',
      conclusion: 'action_required',
    });

    await say(world, pull, world.stranger, '/merge');
    await say(world, pull, world.maintainer, '/merge');

    expect(await standing(world, pull)).toBe('landed');
    expect(replies(world, pull)).toMatchInlineSnapshot(`
      [
        "That is for author (agent or write), maintainers (role \`agent\` or higher); you have the role \`anyone\` here. Ask somebody who has it.",
      ]
    `);
  });

  it('waits at the door until its head is ready', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const pull = await taskWithPull(world);
    await say(world, pull, world.maintainer, '/merge');
    expect(await standing(world, pull)).toBe('waiting');

    await world.actions.finish({ branch: pull.pull.headRef }, 'success');
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
  });

  it('leaves the door when its head does not become ready in time', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'failure' });
    const pull = await taskWithPull(world);
    await say(world, pull, world.maintainer, '/merge');
    expect(await standing(world, pull)).toBe('waiting');

    await passTime(world.database.pool, 3_700);
    await world.settle();

    expect(await standing(world, pull)).toBe('expired');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: its head did not become ready in time.

      | gate | state | why |
      |---|---|---|
      | \`compile\` | ❌ failed | [build: failure](<link>) |
      | \`tests\` | ❌ failed | [test: failure](<link>) |
      | \`security\` | ❌ failed | [security-scan: failure](<link>) |

      Look at what it waits for, then ask again with \`/merge\`."
    `);
  });

  it('leaves the door with an old head, and the new one may stand there', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const pull = await taskWithPull(world);
    await say(world, pull, world.maintainer, '/merge');
    await pushMore(world, pull);
    await world.settle();
    expect(await standing(world, pull)).toBe('head_changed');

    await world.actions.finish({ sha: pull.pull.headSha }, 'success');
    await world.settle();

    expect((await stays(world, pull)).map(({ state }) => state)).toEqual(['ejected', 'landed']);
  });

  it('is told of a head that landed while a newer one came', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    const bound = pull.pull.headSha;
    world.github.knobs.onRequest(
      { operation: 'updateRefs' },
      async () => void (await pushMore(world, pull)),
      { times: 1 },
    );

    await conclude(world);
    await passTime(world.database.pool, 61);
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
    expect(await world.repo.parentsOf(world.repo.branchTip(EPIC_1) ?? '')).toContain(bound);
    expect(world.repo.issue(pull).state).toBe('open');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**\`<commit>\` has landed on \`epic-1/repositories\`**, and then this pull request got a new head, \`<commit>\`, which has not.

      Its task is done. What came after needs a task of its own, or a maintainer who asks for it with \`/merge\`."
    `);
  });

  it('waits for the one that came first for the same task', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const issue = await claimed(world);
    await moveBase(world);
    const first = await proposed(world, issue, { draft: true, from: 'main' });
    await world.repo.pushFiles({
      branch: 'agent-d/second',
      from: 'main',
      files: { 'src/b.ts': '' },
      by: world.agentD,
    });
    const second = await world.repo.openPull({
      title: 'Another try',
      head: 'agent-d/second',
      base: EPIC_1,
      body: `Task: #${issue.number}`,
      by: world.agentD,
    });
    await world.settle();
    expect(check(world, second.pull.headSha).title).toBe('Another pull request is first');

    world.repo.closePull(first, { by: world.agentD });
    await world.settle();

    expect(await standing(world, second)).toBe('testing');
  });

  it.for([
    { who: 'that names its task', head: 'agent-d/1-parser' },
    { who: 'that only its author tells of', head: 'parser' },
  ])('is a pull request $who, also when it was seen before the claim', async ({ head }, { newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = world.repo.openIssue({ title: 'Write the parser', labels: ['epic:1'] });
    await world.settle();
    await world.repo.pushFiles({
      branch: head,
      from: EPIC_1,
      files: { 'src/a.ts': 'export {};\n' },
      by: 'mona',
    });
    const pull = await world.repo.openPull({ title: 'Parser', head, base: EPIC_1, by: world.agentD });
    await world.settle();
    expect(await standing(world, pull)).toBe('none');

    world.repo.comment(issue, world.agentD, '/claim');
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
    expect(world.repo.issue(issue).state).toBe('closed');
  });

  it('is nobody while the pull request is for a branch that is no lane', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const pull = await opened(world, issue, { base: 'main' });
    await say(world, pull, world.maintainer, '/merge');

    expect(await standing(world, pull)).toBe('none');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(
      `"There is no merge queue for \`main\`. Change the base of the pull request to one of \`epic-1/repositories\` and \`epic-2/services\`."`,
    );
    expect(check(world, pull.pull.headSha).title).toBe('Not for an epic branch');
  });
});
