import type { Sha } from '../model/ids.ts';
import type { RepositoryConfig } from '../model/repository-config.ts';
import type { PlanMark } from './plan-mark.ts';

/** What is on GitHub of what a plan is about. */
export interface Board {
  readonly defaultBranch: string;
  /** Its tip; null: the repository is empty. */
  readonly tip: Sha | null;
  /** `.github/flotilla.yml` as it stands there; null: there is none, or it is invalid. */
  readonly config: RepositoryConfig | null;
  readonly labels: readonly string[];
  readonly branches: readonly string[];
  /** Issues that our App made for a plan, the lowest number first. */
  readonly issues: readonly BoardIssue[];
  /** Open issues that are no plan's, lowest number first. */
  readonly others: readonly { readonly number: number; readonly title: string }[];
}

export interface BoardIssue {
  readonly number: number;
  /** What GitHub wants where it links issues. */
  readonly id: number;
  readonly title: string;
  readonly body: string;
  readonly mark: PlanMark;
  readonly state: 'open' | 'completed' | 'not_planned';
  readonly labels: readonly string[];
  /** The number of its parent, where that is in the same repository. */
  readonly parent: number | null;
  /** Numbers of the issues of the same repository that block it. */
  readonly blockedBy: readonly number[];
}

/** An epic or a task by its key. */
export interface Item {
  readonly kind: 'epic' | 'task';
  readonly key: string;
}

/** Finds the issue of an epic or a task: the oldest, if somebody made GitHub have two. */
export function issueFinder({ issues }: Pick<Board, 'issues'>): (item: Item) => BoardIssue | null {
  const found = new Map<string, BoardIssue>();
  for (const issue of issues.toReversed()) found.set(`${issue.mark.kind} ${issue.mark.key}`, issue);
  return ({ kind, key }) => found.get(`${kind} ${key}`) ?? null;
}
