import type { World } from '../world.ts';
import { allTold } from './all-told.ts';
import { claimsHold } from './claims-hold.ts';
import { effectsOnce } from './effects-once.ts';
import { endsStay } from './ends-stay.ts';
import { landedOnce } from './landed-once.ts';
import { limitsKept } from './limits-kept.ts';
import { lookedAgain } from './looked-again.ts';
import { missedIsGone } from './missed-is-gone.ts';
import { onlyTested } from './only-tested.ts';
import { refsRevoked } from './refs-revoked.ts';
import { rightsFresh } from './rights-fresh.ts';
import { stopsHeard } from './stops-heard.ts';
import { tablesEqualGitHub } from './tables-equal-github.ts';
import type { Invariant } from './watch.ts';

/** Has every promise watched from now on; returns what counts them afresh at the end. */
export function watchWorld(world: World): () => void {
  const all: readonly Invariant[] = [
    onlyTested(world),
    landedOnce(world),
    lookedAgain(world),
    missedIsGone(world),
    refsRevoked(world),
    rightsFresh(world),
    claimsHold(world),
    effectsOnce(world),
    endsStay(world),
    limitsKept(world),
    stopsHeard(world),
    tablesEqualGitHub(world),
    allTold(world),
  ];
  world.database.onCommit = (changes) => {
    for (const one of all) one.onCommit?.(changes);
  };
  world.github.onMove = (move) => {
    for (const one of all) one.onMove?.(move);
  };
  world.watch = {
    sent(runner, method, args) {
      for (const one of all) one.onSent?.(runner, method, args);
    },
    call(runner, method, args, answer) {
      for (const one of all) one.onCall?.(runner, method, args, answer);
    },
    paid(cost) {
      for (const one of all) one.onPaid?.(cost);
    },
    busy(method, args, until, asked) {
      for (const one of all) one.onBusy?.(method, args, until, asked);
    },
  };
  return () => {
    for (const one of all) one.atEnd?.();
  };
}
