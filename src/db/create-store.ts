import type pg from 'pg';
import type { Bell, Store, Tx } from '../ports.ts';
import { addActivity } from './activity.ts';
import { agents } from './agents.ts';
import { settleWrite } from './answers.ts';
import { assignments } from './assignments.ts';
import { checks } from './checks.ts';
import { commands } from './commands.ts';
import { inbox, settleDelivery } from './deliveries.ts';
import { effects } from './effects.ts';
import { entries } from './entries.ts';
import { evidence } from './evidence.ts';
import { holdLane, releaseLane, renewLane, requireHold } from './lane-holds.ts';
import { lanes } from './lanes.ts';
import { outbox } from './outbox.ts';
import { projects } from './projects.ts';
import { pulls } from './pulls.ts';
import { reads } from './reads.ts';
import type { Sql } from './sql.ts';
import { tasks } from './tasks.ts';
import { texts } from './texts.ts';
import { runTransaction, type TransactionOptions } from './transaction.ts';

/** The store on PostgreSQL. The pool stays the caller's: closing it is not ours. */
export function createStore(pool: pg.Pool, options: TransactionOptions): Store {
  return {
    transaction: (work) =>
      runTransaction(pool, options, (client, ring) => work(createTx(client, ring, options))),
    inLane: (hold, work) =>
      runTransaction(pool, options, async (client, ring) => {
        await requireHold(client, hold);
        return work(createTx(client, ring, options));
      }),
    holdLane: (lane, holder) => holdLane(pool, lane, holder),
    renewLane: (hold) => renewLane(pool, hold),
    releaseLane: (hold) => releaseLane(pool, hold),
    read: reads(pool),
    inbox: inbox(pool),
    outbox: outbox(pool, options),
  };
}

function createTx(sql: Sql, ring: (bell: Bell) => void, { trace }: TransactionOptions): Tx {
  return {
    projects: projects(sql),
    tasks: tasks(sql),
    texts: texts(sql),
    agents: agents(sql),
    assignments: assignments(sql),
    evidence: evidence(sql),
    pulls: pulls(sql),
    checks: checks(sql),
    lanes: lanes(sql),
    entries: entries(sql),
    commands: commands(sql),
    effects: effects(sql, trace),
    activity: (line) => addActivity(sql, line),
    settleDelivery: (guid) => settleDelivery(sql, guid),
    settleWrite: (once, done) => settleWrite(sql, once, done),
    ring,
  };
}
