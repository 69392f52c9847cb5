import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { Board } from '../core/plan/board.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { Result } from '../core/result.ts';

/** What plans need of GitHub, in the background of everything else. Each write is one request, never repeated. */
export interface PlanBoard {
  /** Where our App is installed for this repository; null: nowhere, or there is no such repository. */
  locate(owner: string, name: string): Promise<RepoRef | null>;
  /** All of it but the configuration, which comes as its text, and the branches, which have to be named. */
  read(repo: RepoRef): Promise<Omit<Board, 'config' | 'branches'> & { readonly configText: string | null }>;
  /** Which of these branches exist. */
  branches(repo: RepoRef, names: readonly string[]): Promise<readonly string[]>;
  createLabel(
    repo: RepoRef,
    label: { readonly name: string; readonly color: string; readonly description: string },
  ): Promise<void>;
  createBranch(repo: RepoRef, branch: string, at: Sha): Promise<void>;
  createIssue(
    repo: RepoRef,
    issue: { readonly title: string; readonly body: string; readonly labels: readonly string[] },
  ): Promise<IssueHandle>;
  editIssue(
    repo: RepoRef,
    issue: number,
    to: { readonly title?: string; readonly body?: string },
  ): Promise<void>;
  addLabels(repo: RepoRef, issue: number, labels: readonly string[]): Promise<void>;
  /** One that is gone already is fine. */
  removeLabel(repo: RepoRef, issue: number, label: string): Promise<void>;
  closeAsCompleted(repo: RepoRef, issue: number): Promise<void>;
  /** Takes it from its parent, if it has one. */
  addSubIssue(repo: RepoRef, parent: number, child: IssueHandle): Promise<void>;
  addBlocker(repo: RepoRef, issue: number, blocker: IssueHandle): Promise<void>;
  removeBlocker(repo: RepoRef, issue: number, blocker: IssueHandle): Promise<void>;
}

/** How people name an issue, and how GitHub wants it named where it links issues. */
export interface IssueHandle {
  readonly number: number;
  readonly id: number;
}

/** Reads and writes plans. Problems are sentences with file, line and column, all of them. */
export interface PlanFiles {
  read(text: string, file: string): Result<Plan, readonly string[]>;
  write(plan: Plan): string;
}
