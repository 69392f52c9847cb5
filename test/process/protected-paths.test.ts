import { describe, expect } from 'vitest';
import { lastReply } from '../support/see.ts';
import { say } from '../support/talk.ts';
import {
  branchFor,
  check,
  claimed,
  EPIC_1,
  EPIC_2,
  opened,
  proposed,
  pushMore,
  standing,
  taskWithPull,
} from '../support/work.ts';
import { it } from '../support/world.ts';

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
