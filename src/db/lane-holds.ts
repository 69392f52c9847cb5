import type { LaneId } from '../core/model/ids.ts';
import { LaneLost, type LaneHold } from '../ports.ts';
import { maybe, run, type Sql } from './sql.ts';

/** Takes a lane that is free, or whose holder let 20 s pass. The fence tells this hold from every earlier one. */
export async function holdLane(sql: Sql, lane: LaneId, holder: string): Promise<LaneHold | null> {
  const row = await maybe<{ fence: number; at: Date }>(
    sql,
    `update lanes
        set fence = fence + 1, holder = $2::uuid, held_until = clock_timestamp() + interval '20 seconds'
      where id = $1::bigint and (holder is null or held_until is null or held_until <= clock_timestamp())
     returning fence, clock_timestamp() as at`,
    [lane, holder],
  );
  if (row === null) return null;
  // The one place that makes this proof.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return { lane, holder, ...row } as LaneHold;
}

export async function renewLane(sql: Sql, hold: LaneHold): Promise<void> {
  const renewed = await run(
    sql,
    `update lanes set held_until = clock_timestamp() + interval '20 seconds'
      where id = $1::bigint and fence = $2::bigint and holder = $3::uuid and held_until > clock_timestamp()`,
    [hold.lane, hold.fence, hold.holder],
  );
  if (renewed === 0) throw lost(hold);
}

/** Gives the lane back; nothing happens when somebody else has it by now. */
export async function releaseLane(sql: Sql, hold: LaneHold): Promise<void> {
  await run(
    sql,
    `update lanes set holder = null, held_until = null
      where id = $1::bigint and fence = $2::bigint and holder = $3::uuid`,
    [hold.lane, hold.fence, hold.holder],
  );
}

/**
 * Locks the lane's row until the transaction ends, so no other hold can begin while it writes. Not its key: whoever
 * adds an entry only refers to the lane, and would otherwise wait here while holding a task that this one needs.
 */
export async function requireHold(sql: Sql, hold: LaneHold): Promise<void> {
  const row = await maybe(
    sql,
    `select id from lanes
      where id = $1::bigint and fence = $2::bigint and holder = $3::uuid and held_until > clock_timestamp()
        for no key update`,
    [hold.lane, hold.fence, hold.holder],
  );
  if (row === null) throw lost(hold);
}

function lost(hold: LaneHold): LaneLost {
  return new LaneLost(`the hold ${hold.fence} of lane ${hold.lane} is over`);
}
