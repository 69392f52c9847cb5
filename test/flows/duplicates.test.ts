import { describe, expect } from 'vitest';
import { claimed, landings, opened, standing } from '../support/work.ts';
import { it } from '../support/world.ts';

describe('deliveries', () => {
  it('five times over are one effect each', async ({ world }) => {
    const { github, repo } = world;
    const issue = await claimed(world);
    const pull = await opened(world, issue);
    await world.settle();
    const comments = [repo.comments(issue).length, repo.comments(pull).length];

    for (let time = 0; time < 4; time += 1) {
      // Those of a moment ago are in the log by now; each is sent again under its own GUID.
      for (const delivery of github.deliveries.filter(({ redelivery }) => !redelivery))
        github.redeliver(delivery);
      await world.settle();
    }

    expect([repo.comments(issue).length, repo.comments(pull).length]).toEqual(comments);
    expect(await landings(world)).toHaveLength(1);
    expect(await standing(world, pull)).toBe('landed');
  });

  it('doubled under new GUIDs, late and out of order, end in the same', async ({ world }) => {
    world.github.knobs.chaos({ double: 0.5, late: 0.3 });
    const issue = await claimed(world);
    const pull = await opened(world, issue);
    await world.settle();

    expect(world.repo.comments(issue).filter(({ body }) => body.includes('holds #'))).toHaveLength(1);
    expect(await landings(world)).toHaveLength(1);
    expect(await standing(world, pull)).toBe('landed');
    expect(world.repo.issue(issue).state).toBe('closed');
  });
});
