import type pg from 'pg';
import type { Upkeep } from '../ports.ts';
import { deliveryLog } from './delivery-log.ts';
import { epicBoard } from './epic-board.ts';
import { polls } from './polls.ts';
import { progressBook } from './progress-book.ts';
import { pruner } from './pruner.ts';
import { scratchInUse } from './scratch-in-use.ts';
import { sweeps } from './sweeps.ts';

/** What the chores keep, on PostgreSQL. The pool stays the caller's. */
export function createUpkeep(pool: pg.Pool): Upkeep {
  return {
    sweeps: sweeps(pool),
    deliveryLog: deliveryLog(pool),
    pruner: pruner(pool),
    polls: polls(pool),
    progressBook: progressBook(pool),
    epicBoard: epicBoard(pool),
    scratchInUse: (project) => scratchInUse(pool, project),
  };
}
