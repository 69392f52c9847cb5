import type { EntryId, LaneId } from '../model/ids.ts';
import { candidateBranch, prepBranch } from '../model/lane.ts';

/** What may have branches of ours: entries being built, tested or landed, and lanes that a step holds. */
export interface ScratchInUse {
  readonly entries: readonly { readonly id: EntryId; readonly attempt: number }[];
  readonly lanes: readonly { readonly id: LaneId; readonly fence: number }[];
}

const OURS = /^flotilla\/(?:candidate\/\d+-\d+|prep\/\d+\/\d+)$/;

/**
 * The branches of ours that nobody needs any more. `branches` must have been read before `used`: what is published in
 * between is then not among them. What is called otherwise is not ours, whatever folder it is in.
 */
export function strayBranches(branches: readonly string[], used: ScratchInUse): readonly string[] {
  const needed = new Set([
    ...used.entries.map((entry) => candidateBranch(entry)),
    ...used.lanes.map(({ id, fence }) => prepBranch(id, fence)),
  ]);
  return branches.filter((branch) => OURS.test(branch) && !needed.has(branch));
}
