import type { Account } from './actor.ts';
import type { CheckRun, WorkflowRun } from './check.ts';
import type { Sha } from './ids.ts';
import type { RepoRef } from './project.ts';
import type { PullSnapshot } from './pull.ts';
import type { IssueSnapshot } from './task.ts';

/** A repository as a payload names it. */
export interface RepoFacts extends RepoRef {
  readonly repoId: number;
  readonly defaultBranch: string;
  readonly archived: boolean;
}

/** Where an event came from. */
export interface Origin {
  /** The delivery that is settled with the event's last write; null when a poll or an import found it. */
  readonly delivery: string | null;
  readonly sender: Account;
  /** Our own App did it: recorded, and otherwise without consequence. */
  readonly bySelf: boolean;
}

/** What happens on GitHub, as far as Flotilla cares. Decoded at the edge; nothing else of a payload goes further. */
export type RepoEvent =
  | {
      readonly kind: 'issue';
      readonly action:
        'opened' | 'edited' | 'closed' | 'reopened' | 'labeled' | 'unlabeled' | 'milestoned' | 'other';
      readonly issue: IssueSnapshot;
      /** The label of `labeled` and `unlabeled`. */
      readonly label: string | null;
      /** When it happened, where that is known better than by the issue's own time. */
      readonly at?: Date;
    }
  /** Deleted, or moved to another repository. */
  | { readonly kind: 'issue_gone'; readonly issue: number; readonly how: 'deleted' | 'transferred' }
  | {
      readonly kind: 'comment';
      readonly issue: number;
      readonly isPull: boolean;
      readonly commentId: number;
      readonly body: string;
    }
  | {
      readonly kind: 'pull';
      readonly action:
        | 'opened'
        | 'synchronize'
        | 'closed'
        | 'reopened'
        | 'edited'
        | 'ready'
        | 'draft'
        | 'labeled'
        | 'unlabeled'
        | 'other';
      readonly pull: PullSnapshot;
      /** The label of `labeled` and `unlabeled`. */
      readonly label?: string;
      /** When it happened, where that is known better than by the pull request's own time. */
      readonly at?: Date;
    }
  | { readonly kind: 'review'; readonly pull: number }
  | {
      readonly kind: 'push';
      readonly branch: string;
      readonly after: Sha;
      readonly commits: readonly { readonly sha: Sha; readonly message: string; readonly url: string }[];
    }
  | { readonly kind: 'branch_created'; readonly branch: string }
  | { readonly kind: 'branch_deleted'; readonly branch: string }
  | { readonly kind: 'check'; readonly check: CheckRun }
  /** Somebody pressed Re-run on a check of ours, or one of its buttons. */
  | {
      readonly kind: 'check_request';
      readonly sha: Sha;
      readonly action: 'rerequested' | 'queue' | 'dequeue' | 'retry';
    }
  | { readonly kind: 'check_suite'; readonly sha: Sha; readonly branch: string | null }
  | { readonly kind: 'workflow_run'; readonly run: Omit<WorkflowRun, 'jobs'> }
  | {
      readonly kind: 'workflow_job';
      readonly sha: Sha;
      readonly branch: string | null;
      readonly completed: boolean;
    }
  | {
      readonly kind: 'deployment_status';
      readonly sha: Sha;
      readonly environment: string;
      readonly state: string;
      readonly url: string | null;
    };

/** What happens to an installation or to a repository as a whole. */
export type InstallationEvent =
  | { readonly kind: 'installed'; readonly installationId: number }
  | { readonly kind: 'uninstalled'; readonly installationId: number }
  | { readonly kind: 'suspended'; readonly installationId: number }
  | { readonly kind: 'unsuspended'; readonly installationId: number }
  | {
      readonly kind: 'repositories_added';
      readonly installationId: number;
      readonly repositories: readonly { readonly owner: string; readonly name: string }[];
    }
  | {
      readonly kind: 'repositories_removed';
      readonly installationId: number;
      readonly repoIds: readonly number[];
    }
  /** Renamed, transferred, archived, given another default branch, ...: the row follows. */
  | { readonly kind: 'repository_changed'; readonly repo: RepoFacts }
  | { readonly kind: 'repository_deleted'; readonly repoId: number };
