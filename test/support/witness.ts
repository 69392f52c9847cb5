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
  /** Moves of them by anybody else. */
  readonly others: readonly Move[];
  /** The candidate branch under which CI was shown a commit. */
  readonly candidates: ReadonlyMap<string, string>;
}

/** Watches what the App does to branches from now on. */
export function watchBranches(repo: TwinRepository, appLogin: string): Witness {
  const moves: Move[] = [];
  const others: Move[] = [];
  const candidates = new Map<string, string>();
  repo.onPush(({ branch, before, after, by }) => {
    if (after === undefined) return;
    if (branch.startsWith('flotilla/candidate/')) candidates.set(after, branch);
    if (branch.startsWith('flotilla/') || before === undefined) return;
    (by.login === appLogin ? moves : others).push({ branch, before, after });
  });
  return { moves, others, candidates };
}
