import { describe, expect } from 'vitest';
import { task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply, replies } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  branchFor,
  candidateBranches,
  candidatesWait,
  check,
  claimed,
  conclude,
  configure,
  EPIC_1,
  EPIC_2,
  landings,
  opened,
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

describe('a protected path', () => {
  const files = { 'package.json': '{ "private": true }\n' };

  it('needs a maintainer who approves exactly this head', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo } = world;
    const pull = await taskWithPull(world, { files });
    expect(check(world, pull.pull.headSha).title).toBe('Needs a maintainer');
    for (const by of [world.agentD, world.agentE, world.writer, world.stranger]) {
      repo.review(pull, { state: 'APPROVED', by });
      await world.settle();
      expect(await standing(world, pull), by.login).toBe('none');
    }
    const former = pull.pull.headSha;
    await pushMore(world, pull);
    await world.settle();
    repo.review(pull, { state: 'APPROVED', by: 'mona', commit: former });
    await world.settle();
    expect(await standing(world, pull)).toBe('none');

    repo.review(pull, { state: 'APPROVED', by: 'mona' });
    await world.settle();

    expect(await standing(world, pull)).toBe('landed');
  });

  it('turns away at the door who asks without an approval', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const pull = await taskWithPull(world, { files });
    await say(world, pull, world.agentD, `/merge ${pull.pull.headSha}`);
    expect(await standing(world, pull)).toBe('protected_paths');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: it touches protected paths.

      - It touches protected paths: \`package.json\`. A maintainer who is not its author has to approve exactly this head.

      When that is mended, ask again with \`/merge\`; a new head whose gates pass may also come back by itself."
    `);

    world.repo.review(pull, { state: 'APPROVED', by: 'mona' });
    await say(world, pull, world.agentD, `/merge ${pull.pull.headSha}`);

    expect(await standing(world, pull)).toBe('landed');
  });

  it('counts by both names of a rename', async ({ newWorld }) => {
    const text = '{ "name": "fleet", "private": true, "scripts": { "test": "true" } }\n';
    const world = await newWorld({ workers: false, files: { 'package.json': text } });
    const pull = await taskWithPull(world, { files: { 'package.json': null, 'src/kept.json': text } });

    expect(await standing(world, pull)).toBe('none');
    expect(check(world, pull.pull.headSha).summary).toContain('`package.json`');
  });

  it('counts by what the pull request changes on the branch that it is for now', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: () => 'pending' });
    const { repo } = world;
    await repo.pushFiles({ branch: EPIC_2, files, by: 'mona' });
    const issue = await claimed(world);
    const pull = await proposed(world, issue, { base: EPIC_2 });
    repo.retarget(pull, EPIC_1, { by: world.agentD });
    await world.actions.finish({ branch: branchFor(issue, world.agentD) }, 'success');
    await world.settle();

    expect(await standing(world, pull)).toBe('none');
    expect(check(world, pull.pull.headSha).title).toBe('Needs a maintainer');
  });

  it('of a workflow that the App may not push is told, though a maintainer approved', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const pull = await opened(world, issue, {
      files: { '.github/workflows/more.yml': 'on: workflow_dispatch\njobs: {}\n', 'src/a.ts': '' },
      from: 'main',
    });
    world.repo.review(pull, { state: 'APPROVED', by: 'mona' });
    // Merged, the folder of workflows is one that no branch has yet.
    const other = { '.github/workflows/other.yml': 'on: workflow_dispatch\njobs: {}\n' };
    await world.repo.pushFiles({ branch: EPIC_1, files: other, by: 'mona' });
    await world.settle();

    expect(await standing(world, pull)).toBe('push_denied');
  });
});

describe('a fork', () => {
  it('is not let in', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const { repo, writer: by } = world;
    const issue = await claimed(world, { by });
    const fork = await repo.fork(by);
    await fork.pushFiles({ branch: 'work', from: EPIC_1, files: { 'src/a.ts': '' }, by });
    const pull = await repo.openPull({
      title: 'From a fork',
      head: 'work',
      base: EPIC_1,
      by,
      headRepo: fork,
      body: `Task: #${issue.number}`,
    });
    await world.settle();

    expect(await standing(world, pull)).toBe('none');
    expect(check(world, pull.pull.headSha).title).toBe('Comes from a fork');
  });
});

describe('a target branch', () => {
  it('that the App may not push to is told of', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    world.github.knobs.protectRef(world.repo, EPIC_1, { except: ['mona'] });

    const pull = await taskWithPull(world);

    expect(await standing(world, pull)).toBe('push_denied');
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: GitHub refused the push to the target branch.

      GitHub said: Repository rule violations found Cannot update this protected ref.

      A maintainer has to let this App update \`epic-1/repositories\` (branch protection or rulesets; changes to workflow files also need the App's permission for workflows). Then ask again with \`/retry\`."
    `);
    expect(await landings(world)).toEqual([]);
  });

  it('that is deleted pauses its lane until it is there again', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const { repo } = world;
    const pull = await underTest(world);
    const tip = repo.branchTip(EPIC_1) ?? '';

    await repo.deleteBranch(EPIC_1, { by: 'mona' });
    await world.settle();
    expect(await standing(world, pull)).toBe('closed');
    expect(await paused(world)).toBe('target_missing');
    expect(candidateBranches(world)).toEqual([]);

    await repo.createBranch(EPIC_1, { from: tip, by: 'mona' });
    repo.reopenPull(pull, { by: world.agentD });
    await world.settle();
    expect(await paused(world)).toBeNull();
    await say(world, pull, world.maintainer, '/merge');
    await conclude(world);
    expect(await standing(world, pull)).toBe('landed');
  });
});

describe('a landing that somebody undoes before it is seen', () => {
  it('pauses its lane, and leaves it once a maintainer lets the lane go on', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const { repo } = world;
    const pull = await underTest(world);
    const base = repo.branchTip(EPIC_1) ?? '';
    const next = await taskWithPull(world, { by: world.agentE });
    const undo = async (): Promise<void> => {
      await repo.pushFiles({
        branch: EPIC_1,
        from: base,
        files: { 'news/undone.md': '' },
        by: 'mona',
        force: true,
      });
      // Nobody can say any more that a replica is behind.
      await passTime(world.database.pool, 61);
    };
    world.github.knobs.onRequest({ operation: 'updateRefs' }, undo, { when: 'after', times: 1 });

    await conclude(world);

    expect(await paused(world)).toMatch(/^GitHub took .{12} for #2, but the branch does not contain it\./);
    expect([await standing(world, pull), await standing(world, next)]).toEqual(['landing', 'queued']);
    await say(world, next, world.maintainer, '/lane resume');
    await conclude(world);

    expect(await paused(world)).toBeNull();
    expect([await standing(world, pull), await standing(world, next)]).toEqual(['internal', 'landed']);
    expect((await stays(world, pull)).map(({ attempt }) => attempt)).toEqual([1]);
    expect(await task(world, 1)).toMatchObject({ status: 'in_progress', holder: 'agent-d' });
    expect(lastReply(world, pull)).toMatchInlineSnapshot(`
      "**#2 was taken out of the merge queue of \`epic-1/repositories\`** at \`<commit>\`: something went wrong on our side.

      All gates had passed and GitHub took \`<commit>\` as the new tip of \`epic-1/repositories\`, but the branch does not contain it: most likely somebody moved it back. A maintainer has let the queue go on without it, so its task is not done.

      GitHub shows #2 as merged all the same, so it cannot come back. If the change is still wanted, open a new pull request from its branch."
    `);
  });
});

describe('a merge by a person', () => {
  it('ends the stay and the task, and is told to be untested', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);

    await world.repo.mergePull(pull, { by: 'mona' });
    await world.settle();

    expect(await standing(world, pull)).toBe('merged_elsewhere');
    expect(await task(world, 1)).toMatchObject({ status: 'done', holder: null });
    expect(world.repo.issue(1).state).toBe('closed');
    expect(replies(world, pull)).toMatchInlineSnapshot(`
      [
        "This was merged without Flotilla, so the merged tree was **not gated by Flotilla**. Its task is marked done. A maintainer may want to look at the branch, and to let only Flotilla update it.",
      ]
    `);
  });

  it('that nobody told of is found by the next look', async ({ newWorld }) => {
    const world = await newWorld({ workers: false, decide: candidatesWait });
    const pull = await underTest(world);
    world.github.knobs.faultDeliveries(/^(pull_request|push)/, 'lose');
    await world.repo.mergePull(pull, { by: 'mona' });

    await conclude(world);

    expect(await standing(world, pull)).toBe('merged_elsewhere');
    expect(await task(world, 1)).toMatchObject({ status: 'done' });
  });
});

async function paused({ database }: World): Promise<string | null> {
  const { rows } = await database.pool.query<{ pause_reason: string | null }>(
    'select pause_reason from lanes where branch = $1::text',
    [EPIC_1],
  );
  return rows[0]?.pause_reason ?? null;
}
