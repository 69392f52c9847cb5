import type { Sha } from '../../../../src/core/model/ids.ts';
import type { World } from '../../world.ts';

/** The tip of a branch on which gates are judged; null: there is none yet. */
export function someCommit({ github, random }: World): Sha | null {
  const tips = [...github.refs].flatMap(([branch, ref]) =>
    branch.includes('/') && !branch.startsWith('flotilla/prep/') ? [ref.get()] : [],
  );
  return tips.length > 0 ? random.pick(tips) : null;
}
