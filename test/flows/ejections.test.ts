import { describe, expect } from 'vitest';
import { task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  candidateBranches,
  candidatesWait,
  check,
  claimed,
  conclude,
  configure,
  EPIC_1,
  EPIC_2,
  landings,
  proposed,
  pushMore,
  standing,
  stays,
  taskWithPull,
  underTest,
  type Proposal,
} from '../support/work.ts';
import { it, type World } from '../support/world.ts';

describe('a conflict', () => {
  it('names the files, who touched them and what to do, and the lane moves on', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, files: { 'src/shared.ts': 'export const a = 1;\n' } });
    const from = world.repo.branchTip(EPIC_1) ?? '';
    const first = await taskWithPull(world, { files: { 'src/shared.ts': 'export const a = 2;\n' } });
    const issue = await claimed(world, { by: world.agentE });

    const second = await proposed(world, issue, {
      by: world.agentE,
      from,
      files: { 'src/shared.ts': 'export const a = 3;\n', 'src/b.ts': '' },
    });
    const third = await taskWithPull(world, { from });

    expect([
      await standing(world, first),
      await standing(world, second),
      await standing(world, third),
    ]).toEqual(['landed', 'conflict', 'landed']);
    expect(lastReply(world, second)).toMatchInlineSnapshot(`
      "**#4 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: it conflicts with the target branch.

      Files changed on both sides since they parted (the conflict is in some of them):

      - \`src/shared.ts\`

      Landings that touched them:

      - #2 (\`<commit>\`)

      To mend it:

      \`\`\`sh
      git fetch origin
      git checkout -B flotilla-fix <commit>
      git merge origin/epic-1/repositories   # resolve, test, commit
      git push origin HEAD:<this pull request's branch>
      \`\`\`

      The queue has moved on to the next entry. The new head comes back once its gates pass."
    `);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
  });
});

describe('green alone and red together', () => {
  it('ejects the second, whose head was green', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const from = world.repo.branchTip(EPIC_1) ?? '';
    const first = await underTest(world, { from });
    const issue = await claimed(world, { by: world.agentE });
    const second = await proposed(world, issue, { by: world.agentE, from });
    expect(check(world, second.pull.headSha).summary).toContain('✅ passed');

    await conclude(world);
    await conclude(world, 'failure');

    expect([await standing(world, first), await standing(world, second)]).toEqual(['landed', 'gate_failed']);
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress', holder: 'agent-e' });
    expect(check(world, second.pull.headSha)).toMatchObject({
      title: 'Out of the queue: a gate failed',
      conclusion: 'failure',
    });
  });
});

describe('an ejected head', () => {
  it('does not come back by itself, only when it is asked for', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await conclude(world, 'failure');
    const [run] = world.repo.actions.runs({ headSha: pull.pull.headSha });
    await run?.rerun('all');
    await world.settle();
    await passTime(world.database.pool, 3_600);
    await world.settle();
    expect(await stays(world, pull)).toHaveLength(1);

    await say(world, pull, world.maintainer, '/retry');
    expect(await standing(world, pull)).toBe('testing');
    await conclude(world, 'failure');
    await say(world, pull, world.maintainer, '/merge');
    await conclude(world);
    expect((await stays(world, pull)).map(({ state }) => state)).toEqual(['ejected', 'ejected', 'landed']);
  });

  it('is followed by a new one that enters by itself', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await conclude(world, 'failure');

    await pushMore(world, pull);
    await world.settle();
    await conclude(world);

    expect((await stays(world, pull)).map(({ state }) => state)).toEqual(['ejected', 'landed']);
  });
});

describe('a push after /merge', () => {
  it('is not landed untested', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const pull = await taskWithPull(world);
    await say(world, pull, world.maintainer, '/merge');
    const untested = await pushMore(world, pull);
    await world.settle();

    await world.actions.finish({ sha: (await world.repo.parentsOf(untested))[0] ?? '' }, 'success');
    await world.settle();

    expect(await standing(world, pull)).toBe('head_changed');
    expect(await landings(world)).toEqual([]);
  });

  it('takes the head out that is being tested', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await configure(world, { merge: '{ auto: false }' });
    const pull = await underTest(world);
    await say(world, pull, world.maintainer, '/merge');
    expect(await standing(world, pull)).toBe('testing');

    await pushMore(world, pull);
    await world.settle();

    expect(await standing(world, pull)).toBe('head_changed');
    expect(candidateBranches(world)).toEqual([]);
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: its head changed.

      The head is now \`<commit>\`, and only the commit that was asked for is ever landed. The new head comes back by itself once its gates pass, where that is configured, or with \`/merge\`."
    `);
  });

  it('does not pass for its former head while GitHub still shows that one', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const pull = await proposed(world, await claimed(world), { draft: true });
    await world.actions.finish({ sha: pull.pull.headSha }, 'success');
    await world.settle();
    world.repo.markReady(pull, { by: world.agentD });
    world.github.knobs.stalePull(world.repo, pull.number, { behind: 1, reads: 4 });
    await pushMore(world, pull);
    await world.settle();

    expect(await landings(world)).toEqual([]);
    expect(world.actions.pending().map(({ branch }) => branch)).toContain(pull.pull.headRef);
  });

  it('lands what it holds, and not what GitHub still shows of its former head', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const pull = await taskWithPull(world, { draft: true });
    await say(world, pull, world.maintainer, '/lane pause not yet');
    world.repo.markReady(pull, { by: world.agentD });
    await pushMore(world, pull, { 'src/new.ts': 'export const added = 1;\n' });
    await world.settle();
    expect(await standing(world, pull)).toBe('queued');
    const built = () => candidateBranches(world).length > 0;
    world.github.knobs.stalePull(world.repo, pull.number, { behind: 1, until: built });
    await say(world, pull, world.maintainer, '/lane resume');

    expect(await landings(world)).toHaveLength(1);
    expect(await world.repo.readFile(EPIC_1, 'src/new.ts')).toBe('export const added = 1;\n');
  });
});

const CHANGES: readonly {
  readonly reason: string;
  readonly what: string;
  readonly act: (world: World, pull: Proposal) => void;
}[] = [
  {
    reason: 'closed',
    what: 'it is closed',
    act: ({ repo, agentD }, pull) => repo.closePull(pull, { by: agentD }),
  },
  {
    reason: 'retargeted',
    what: 'it is retargeted',
    act: ({ repo, agentD }, pull) => repo.retarget(pull, EPIC_2, { by: agentD }),
  },
  {
    reason: 'draft',
    what: 'it becomes a draft',
    act: ({ repo, agentD }, pull) => repo.convertToDraft(pull, { by: agentD }),
  },
  {
    reason: 'changes_requested',
    what: 'somebody asks for changes',
    act: ({ repo }, pull) => void repo.review(pull, { state: 'CHANGES_REQUESTED', by: 'walter' }),
  },
];

describe('what is being tested is taken back', () => {
  for (const { reason, what, act } of CHANGES) {
    it(`when ${what}`, async ({ newWorld }) => {
      const world = await newWorld({ workers: false, decide: candidatesWait });
      const pull = await underTest(world);

      act(world, pull);
      await world.settle();

      expect(await standing(world, pull)).toBe(reason);
      expect(candidateBranches(world)).toEqual([]);
      expect(await task(world, 1)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
    });
  }

  it('when its agent is on the list no more', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await configure(world, (text) => text.replace(/ {2}- \{ id: \d+, login: "agent-d.*\n/, ''));

    expect(await standing(world, pull)).toBe('permission_lost');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: whoever asked for it may no longer do so.

      \`agent-d[bot]\` asked for it and no longer has the right to.

      Somebody with write access, or a maintainer, can ask again with \`/merge\`."
    `);
  });

  it('when the maintainer who asked is none any more', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    await configure(world, { merge: '{ auto: false }' });
    const pull = await underTest(world);
    await say(world, pull, world.maintainer, '/merge');
    world.repo.setPermission('mona', 'read');

    await conclude(world);

    expect(await standing(world, pull)).toBe('permission_lost');
    expect(lastReply(world, pull)).toContain('`mona` asked for it and no longer has the right to.');
  });

  it('when the rules come to protect what it touches', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    await configure(world, { merge: '{ protect: ["src/**"] }' });

    expect(await standing(world, pull)).toBe('protected_paths');
  });
});
