import type { Account } from '../../../src/core/model/actor.ts';
import type { WorkflowRun } from '../../../src/core/model/check.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import type { IssueTurn } from '../../../src/core/model/issue-turn.ts';
import type { PullSnapshot, Review } from '../../../src/core/model/pull.ts';
import type { IssueSnapshot } from '../../../src/core/model/task.ts';
import type { Versioned } from './versioned.ts';

/** Who does something on GitHub; `runner`: the program of ours that asked, when it is the App. */
export interface By {
  readonly account: Account;
  readonly app: boolean;
  readonly runner: string | null;
}

export interface PullRecord {
  readonly number: number;
  readonly snapshot: Versioned<PullSnapshot>;
  readonly reviews: Versioned<readonly Review[]>;
}

export interface IssueRecord {
  readonly number: number;
  /** The key of the effect that opened it; null when somebody else did. */
  readonly key: string | null;
  readonly createdAt: number;
  readonly snapshot: Versioned<IssueSnapshot>;
  /** Who closed it last, or opened it again. */
  readonly turned: Versioned<{ readonly by: By; readonly at: Date } | null>;
  /** Who put labels there, took them away, or opened it again, the earliest first. */
  readonly turns: IssueTurn[];
}

export interface CommentRecord {
  readonly id: number;
  readonly thread: number;
  readonly author: Account;
  readonly byApp: boolean;
  /** The marker's key; null when nobody's. */
  readonly key: string | null;
  readonly createdAt: number;
  readonly body: Versioned<string>;
  /** When somebody deleted it. */
  readonly gone: Versioned<boolean>;
  readonly reactions: { readonly by: number; readonly content: string; readonly id: number }[];
}

export interface CheckRecord {
  readonly id: number;
  readonly appId: number;
  readonly app: string;
  readonly name: string;
  readonly sha: Sha;
  readonly key: string | null;
  readonly createdAt: number;
  readonly state: Versioned<{
    readonly status: string;
    readonly conclusion: string | null;
    readonly title: string;
  }>;
}

export interface RunRecord {
  readonly run: Versioned<WorkflowRun>;
  readonly createdAt: number;
  /** Ran what the branch's own workflow file says; false: made up by whoever can push. */
  readonly genuine: boolean;
}

export interface RefMove {
  readonly at: number;
  readonly branch: string;
  readonly before: Sha | null;
  readonly after: Sha | null;
  readonly by: By;
}
