import type { Bell } from '../../../src/ports.ts';
import type { Connection } from '../memory-store/create-memory-store.ts';
import type { Random } from '../random.ts';
import type { Runner, Scheduler } from '../scheduler.ts';
import type { CommitFault } from './fault-plan.ts';

/** As the pool sets it. */
const IDLE_IN_TRANSACTION_MS = 10_000;

export interface ConnectionContext {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** How often others may go on between two statements, 0 to 1. */
  readonly interleaving: number;
  readonly strike: (what: string) => CommitFault | null;
  readonly crash: () => Promise<never>;
  readonly ring: (bell: Bell) => void;
}

/** A program's way to the database: every statement waits its turn, and a commit may be lost on the way there or back. */
export function createFaultyConnection(context: ConnectionContext): Connection {
  const { runner, scheduler, random } = context;
  return {
    runner,
    scheduler,
    between: () => random.chance(context.interleaving),
    reach: (what) => scheduler.turn(runner, what),
    async commit(what, commit, end) {
      const fault = what.startsWith('read.') ? null : context.strike(what);
      switch (fault) {
        case null:
          return commit();
        case 'crash_before':
          return context.crash();
        case 'crash_after':
          commit();
          return context.crash();
        case 'freeze_before':
          if (end) await freezeWithin(end);
          commit();
          // A single statement that was sent needs nobody any more.
          return end ? undefined : freeze();
        case 'freeze_after':
          commit();
          return freeze();
        case 'lost_before':
          throw new Error('the connection was lost before the commit');
        case 'lost_after':
          commit();
          throw new Error('the connection was lost after the commit');
      }
    },
    ring: context.ring,
  };

  async function freeze(): Promise<void> {
    runner.frozenUntil = scheduler.now() + random.between(2_000, 25_000);
    await scheduler.turn(runner, 'goes on');
  }

  /** In the middle of a transaction: its locks are kept, until PostgreSQL ends the session of a silent client. */
  async function freezeWithin(end: () => void): Promise<void> {
    let over = false;
    let on = false;
    scheduler.after(IDLE_IN_TRANSACTION_MS, `the session of ${runner.name} is ended`, () => {
      if (on) return;
      over = true;
      end();
    });
    await freeze();
    on = true;
    if (over) throw new Error('terminating connection due to idle-in-transaction timeout');
  }
}
