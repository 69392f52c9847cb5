declare const brand: unique symbol;
type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** A full, lower-case git object id (40 hexadecimal digits). */
export type Sha = Brand<string, 'Sha'>;
export type ProjectId = Brand<number, 'ProjectId'>;
export type EpicId = Brand<number, 'EpicId'>;
export type TaskId = Brand<number, 'TaskId'>;
export type AgentId = Brand<number, 'AgentId'>;
export type AssignmentId = Brand<number, 'AssignmentId'>;
export type PullId = Brand<number, 'PullId'>;
export type LaneId = Brand<number, 'LaneId'>;
export type EntryId = Brand<number, 'EntryId'>;

/** What `beforeOid` and `afterOid` use for "no such ref" (GitHub's `updateRefs`). */
export const ZERO_SHA = '0'.repeat(40) as Sha;

/** Parses a git object id; throws on anything else, so that no unchecked text becomes a ref or a lookup. */
export function sha(text: string): Sha {
  if (!/^[0-9a-f]{40}$/.test(text))
    throw new Error(`not a git object id: ${JSON.stringify(text.slice(0, 60))}`);
  return text as Sha;
}
