import { describe, expect } from 'vitest';
import { dyingGitHub, type DyingGitHub, type Moment } from '../support/dying-github.ts';
import { forgetHolds } from '../support/holds.ts';
import { passTime } from '../support/pass-time.ts';
import { claimed, EPIC_1, landings, moveBase, opened, standing } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

/** More calls than any landing makes: a test that gets there has lost its way. */
const CALLS_AT_MOST = 40;

const SCENES = [
  { shape: 'a merge that is tested', moment: 'after', moved: true, calls: 11 },
  { shape: 'a merge that is tested', moment: 'before', moved: true, calls: 11 },
  { shape: 'a head that lands as it is', moment: 'after', moved: false, calls: 8 },
  { shape: 'a head that lands as it is', moment: 'before', moved: false, calls: 8 },
] as const;

describe('a worker that dies at any of its calls to GitHub', () => {
  for (const { shape, moment, moved, calls } of SCENES) {
    it(`${moment} it was heard leaves ${shape} to land once`, { timeout: 180_000 }, async ({ newWorld }) => {
      const lives = [dyingGitHub()];
      const world = await newWorld({ workers: false, wrapGitHub: (lives[0] as DyingGitHub).wrap });
      try {
        const died: string[] = [];
        for (let nth = 1; nth <= CALLS_AT_MOST; nth += 1) {
          const at = await landDespiteDeath(world, lives, { nth, moment, moved });
          if (at === null) break;
          died.push(at);
        }
        // Fewer would mean that the test looks past them; all of them, that it never came to an end.
        expect(died.length, died.join(', ')).toBeGreaterThanOrEqual(calls);
        expect(died.length).toBeLessThan(CALLS_AT_MOST);
      } finally {
        for (const life of lives) life.bury();
      }
    });
  }
});

/** One landing whose worker dies at its `nth` call; the next worker takes over. Returns at which call; null: at none. */
async function landDespiteDeath(
  world: World,
  lives: DyingGitHub[],
  { nth, moment, moved }: { readonly nth: number; readonly moment: Moment; readonly moved: boolean },
): Promise<string | null> {
  const issue = await claimed(world);
  const from = world.repo.branchTip(EPIC_1) ?? '';
  if (moved) await moveBase(world);
  await world.settle();
  const before = (await landings(world)).length;

  const life = lives.at(-1) as DyingGitHub;
  life.arm(nth, moment);
  const pull = await opened(world, issue, { from });
  // A dead one never comes to rest.
  await Promise.race([world.settle(), life.death]);
  const at = life.diedAt();
  if (at !== null) {
    const heir = dyingGitHub();
    lives.push(heir);
    await world.succeed({ wrapGitHub: heir.wrap });
    await forgetHolds(world);
    await passTime(world.database.pool, 30);
    await world.settle();
  }

  expect(await standing(world, pull), `${moment} call ${nth}, ${at}`).toBe('landed');
  expect(await landings(world), `${moment} call ${nth}, ${at}`).toHaveLength(before + 1);
  return at;
}
