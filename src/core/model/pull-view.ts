import type { Lane, PullEntry } from './lane.ts';
import type { Pull } from './pull.ts';

/** What the check run of a pull request's head shows. */
export interface PullView {
  readonly pull: Pull;
  /**
   * The newest entry bound to the pull request's current head, live or ended, and its place among the live ones (1:
   * next).
   */
  readonly entry: (PullEntry & { readonly place: number | null; readonly laneBranch: string }) | null;
  readonly lanePaused: Lane['paused'];
  readonly laneDraining: Lane['draining'];
}
