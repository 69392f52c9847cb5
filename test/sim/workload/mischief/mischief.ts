import type { World } from '../../world.ts';
import { changeRights } from './change-rights.ts';
import { changeRules } from './change-rules.ts';
import { deleteComment } from './delete-comment.ts';
import { dropCandidate } from './drop-candidate.ts';
import { editComment } from './edit-comment.ts';
import { flipCheck } from './flip-check.ts';
import { flipRun } from './flip-run.ts';
import { forgeCheck } from './forge-check.ts';
import { forgeRun } from './forge-run.ts';
import { jumpClock } from './jump-clock.ts';
import { resetTarget } from './reset-target.ts';

interface Act {
  readonly kind: string;
  /** What was done, in words; null: there was nothing to do it to. */
  readonly act: (world: World) => string | null;
}

const ACTS: readonly Act[] = [
  { kind: 'check forged', act: forgeCheck },
  { kind: 'run forged', act: forgeRun },
  { kind: 'target force-reset', act: resetTarget },
  { kind: 'permission changed', act: changeRights },
  { kind: 'permission changed', act: changeRights },
  { kind: 'configuration changed', act: changeRules },
  { kind: 'comment deleted', act: deleteComment },
  { kind: 'comment edited', act: editComment },
  { kind: 'comment edited', act: editComment },
  { kind: 'candidate ref deleted', act: dropCandidate },
  { kind: 'run flipped', act: flipRun },
  { kind: 'check flipped', act: flipCheck },
  { kind: 'clock jump', act: jumpClock },
];

/** What the world does to programs and rules: each counts as a fault. */
export function mischief(world: World): string {
  const { kind, act } = world.random.pick(ACTS);
  const told = act(world);
  if (told !== null) world.faults.count(kind);
  return told ?? `no ${kind}: there is nothing to do it to`;
}
