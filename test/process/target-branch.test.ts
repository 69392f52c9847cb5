import { describe, expect } from 'vitest';
import { task } from '../support/know.ts';
import { passTime } from '../support/pass-time.ts';
import { lastReply, replies } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  candidateBranches,
  candidatesWait,
  check,
  claimed,
  conclude,
  EPIC_1,
  landings,
  standing,
  stays,
  taskWithPull,
  underTest,
} from '../support/work.ts';
import { it, type World } from '../support/world.ts';

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
