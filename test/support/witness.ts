import type { TwinRepository } from '../github/people/twin-repository.ts';

/** A branch that the App moved. */
export interface Move {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

/** What git saw of the App, kept for `expectInvariants`. */
export interface Witness {
  /** Moves of branches that are not the App's own. */
  readonly moves: readonly Move[];
  /** The candidate branch under which CI was shown a commit. */
  readonly candidates: ReadonlyMap<string, string>;
}

/** Watches what the App does to branches from now on. */
export function watchBranches(repo: TwinRepository, appLogin: string): Witness {
  const moves: Move[] = [];
  const candidates = new Map<string, string>();
  repo.onPush(({ branch, before, after, by }) => {
    if (after === undefined) return;
    if (branch.startsWith('flotilla/candidate/')) candidates.set(after, branch);
    const ours = by.login === appLogin && !branch.startsWith('flotilla/');
    if (ours && before !== undefined) moves.push({ branch, before, after });
  });
  return { moves, candidates };
}
