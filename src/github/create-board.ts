import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused, type PlanBoard } from '../ports.ts';
import { createCallingStore } from './calling.ts';
import { at } from './context.ts';
import { createContext, type GitHubOptions } from './create-github.ts';
import { createLabel } from './ensure-labels.ts';
import { findInstallation } from './find-installation.ts';
import { nullWhenMissing } from './null-when-missing.ts';
import { readBoard } from './read-board.ts';
import { branches, createBranch } from './refs.ts';

/** What plans do on GitHub. Where the budget runs short, it is the first to wait. */
export function createBoard(options: GitHubOptions): PlanBoard {
  const calling = createCallingStore();
  const context = createContext(options, calling);
  const later = <T>(work: () => Promise<T>) => calling.run({ priority: 'background' }, work);
  const issues = (repo: RepoRef) => context.client(repo.installationId).rest.issues;
  const on = (repo: RepoRef, issue: number) => ({ ...at(repo), issue_number: issue });

  return {
    locate: (owner, name) => findInstallation(options, owner, name),
    read: (repo) => later(() => readBoard(context, repo)),
    branches: (repo, names) =>
      later(async () => {
        const found = await Promise.all(names.map((name) => branches(context, repo, name)));
        return names.filter((name, index) => found[index]?.includes(name));
      }),
    createLabel: (repo, label) => later(async () => void (await createLabel(context, repo, label))),
    createBranch: (repo, branch, commit) =>
      later(async () => void (await createBranch(context, repo, branch, commit))),
    createIssue: (repo, { title, body, labels }) =>
      later(async () => {
        const { data } = await issues(repo).create({ ...at(repo), title, body, labels: [...labels] });
        return { number: data.number, id: data.id };
      }),
    editIssue: (repo, issue, to) =>
      later(async () => void (await issues(repo).update({ ...on(repo, issue), ...to }))),
    addLabels: (repo, issue, labels) =>
      later(async () => void (await issues(repo).addLabels({ ...on(repo, issue), labels: [...labels] }))),
    removeLabel: (repo, issue, name) =>
      later(async () => void (await nullWhenMissing(issues(repo).removeLabel({ ...on(repo, issue), name })))),
    closeAsCompleted: (repo, issue) =>
      later(async () => {
        await issues(repo).update({ ...on(repo, issue), state: 'closed', state_reason: 'completed' });
      }),
    addSubIssue: (repo, parent, child) =>
      later(async () => {
        await issues(repo).addSubIssue({
          ...on(repo, parent),
          sub_issue_id: child.id,
          replace_parent: true,
        });
      }),
    addBlocker: (repo, issue, blocker) =>
      later(() =>
        unlessThere(issues(repo).addBlockedByDependency({ ...on(repo, issue), issue_id: blocker.id })),
      ),
    removeBlocker: (repo, issue, blocker) =>
      later(async () => {
        await nullWhenMissing(
          issues(repo).removeDependencyBlockedBy({ ...on(repo, issue), issue_id: blocker.id }),
        );
      }),
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
