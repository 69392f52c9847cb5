import type { LaneId } from '../../../src/core/model/ids.ts';
import { LaneLost, type LaneHold } from '../../../src/ports.ts';
import type { LaneRow } from './rows.ts';
import type { Session } from './session.ts';

const HOLD_MS = 20_000;

export async function holdLane(
  { at, tables, now }: Session,
  lane: LaneId,
  holder: string,
): Promise<LaneHold | null> {
  const row = await at.lockRow(tables.lanes, String(lane));
  if (!row || (row.holder !== null && row.heldUntil > now())) return null;
  const fence = row.fence + 1;
  at.put(tables.lanes, { ...row, fence, holder, heldUntil: now() + HOLD_MS });
  return { lane, holder, fence, at: new Date(now()) } as LaneHold;
}

export async function renewLane(session: Session, hold: LaneHold): Promise<void> {
  const row = await requireHold(session, hold);
  session.at.put(session.tables.lanes, { ...row, heldUntil: session.now() + HOLD_MS });
}

export async function releaseLane({ at, tables }: Session, hold: LaneHold): Promise<void> {
  const row = await at.lockRow(tables.lanes, String(hold.lane));
  if (row && row.fence === hold.fence && row.holder === hold.holder)
    at.put(tables.lanes, { ...row, holder: null, heldUntil: 0 });
}

/** Holds the lane's row until the transaction ends, so no other hold can begin while it writes. */
export async function requireHold({ at, tables, now }: Session, hold: LaneHold): Promise<LaneRow> {
  const row = await at.lockRow(tables.lanes, String(hold.lane));
  const mine = row?.fence === hold.fence && row.holder === hold.holder && row.heldUntil > now();
  if (!row || !mine) throw new LaneLost(`the hold ${hold.fence} of lane ${hold.lane} is over`);
  return row;
}
