import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused, type PlanBoard } from '../ports.ts';
import { at } from './context.ts';
import { createContext } from './create-context.ts';
import type { GitHubOptions } from './github-options.ts';
import { createLabel } from './ensure-labels.ts';
import { findInstallation } from './find-installation.ts';
import { nullWhenMissing } from './null-when-missing.ts';
import { readBoard } from './read-board.ts';
import { branches, createBranch } from './refs.ts';

/** What plans do on GitHub. Where the budget runs short, it is the first to wait. */
export function createBoard(options: GitHubOptions): PlanBoard {
  const context = createContext(options, { priority: 'background' });
  const issues = (repo: RepoRef) => context.client(repo.installationId).rest.issues;
  const on = (repo: RepoRef, issue: number) => ({ ...at(repo), issue_number: issue });

  return {
    locate: (owner, name) => findInstallation(options, owner, name),
    read: (repo) => readBoard(context, repo),
    async branches(repo, names) {
      const found = await Promise.all(names.map((name) => branches(context, repo, name)));
      return names.filter((name, index) => found[index]?.includes(name));
    },
    async createLabel(repo, label) {
      await createLabel(context, repo, label);
    },
    async createBranch(repo, branch, commit) {
      await createBranch(context, repo, branch, commit);
    },
    async createIssue(repo, { title, body, labels }) {
      const { data } = await issues(repo).create({ ...at(repo), title, body, labels: [...labels] });
      return { number: data.number, id: data.id };
    },
    async editIssue(repo, issue, to) {
      await issues(repo).update({ ...on(repo, issue), ...to });
    },
    async addLabels(repo, issue, labels) {
      await issues(repo).addLabels({ ...on(repo, issue), labels: [...labels] });
    },
    async removeLabel(repo, issue, name) {
      await nullWhenMissing(issues(repo).removeLabel({ ...on(repo, issue), name }));
    },
    async closeAsCompleted(repo, issue) {
      await issues(repo).update({ ...on(repo, issue), state: 'closed', state_reason: 'completed' });
    },
    async addSubIssue(repo, parent, child) {
      await issues(repo).addSubIssue({ ...on(repo, parent), sub_issue_id: child.id, replace_parent: true });
    },
    addBlocker: (repo, issue, blocker) =>
      unlessThere(issues(repo).addBlockedByDependency({ ...on(repo, issue), issue_id: blocker.id })),
    async removeBlocker(repo, issue, blocker) {
      const gone = { ...on(repo, issue), issue_id: blocker.id };
      await nullWhenMissing(issues(repo).removeDependencyBlockedBy(gone));
    },
  };
}

/** GitHub answers 422 to a dependency that exists, in words of its own. */
async function unlessThere(answer: Promise<unknown>): Promise<void> {
  try {
    await answer;
  } catch (error) {
    const exists = error instanceof GitHubRefused && error.status === 422;
    if (!exists || !/already|exists|taken|duplicate/i.test(error.message)) throw error;
  }
}
