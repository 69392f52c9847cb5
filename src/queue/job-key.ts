import type { LaneId } from '../core/model/ids.ts';
import type { Bell } from '../ports.ts';

/** The name of a bell's job, which carries nothing else; also its deduplication id. */
export function jobKey(bell: Bell): string {
  return bell.kind === 'lane' ? `lane-${bell.lane}` : bell.kind;
}

/** The bell of a job's name; null for what some other version of the program may have put there. */
export function bellOfKey(key: string): Bell | null {
  if (key === 'deliveries' || key === 'effects') return { kind: key };
  const lane = Number(/^lane-(\d{1,15})$/.exec(key)?.[1]);
  return isLaneId(lane) ? { kind: 'lane', lane } : null;
}

function isLaneId(value: number): value is LaneId {
  return Number.isSafeInteger(value);
}
