import type { Chore } from './chore.ts';
import { pollChanges } from './poll-changes.ts';
import { prune } from './prune.ts';
import { recordProgress } from './record-progress.ts';
import { reconcile } from './reconcile.ts';
import { showEpics } from './show-epics.ts';
import { sweepDeliveries } from './sweep-deliveries.ts';

/** Everything that is done by itself every so often. */
export const CHORES: readonly Chore[] = [
  sweepDeliveries,
  pollChanges,
  reconcile,
  showEpics,
  recordProgress,
  prune,
];
