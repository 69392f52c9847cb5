import type { Account } from './actor.ts';

/** Somebody's click on an issue, as GitHub's history of it tells. */
export interface IssueTurn {
  readonly action: 'labeled' | 'unlabeled' | 'reopened';
  /** The label of `labeled` and `unlabeled`. */
  readonly label: string | null;
  readonly by: Account;
  readonly bySelf: boolean;
  readonly at: Date;
}

/** What was heard last of a label by which people decide, or of an issue being open; GitHub's time. */
export interface HeardTurn {
  /** A label, that of a pull request (`pull 12: hold`), or `open`: that somebody opened the issue again. */
  readonly about: string;
  readonly on: boolean;
  readonly at: Date;
}
