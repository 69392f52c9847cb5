import type { GitHub } from '../ports.ts';
import { priorityOf } from '../core/budget/priority-of.ts';
import { accountNamed } from './account-named.ts';
import { changedFiles } from './changed-files.ts';
import { commitChecks } from './commit-checks.ts';
import { filesChangedOnBothSides } from './conflicts.ts';
import type { GitHubContext } from './context.ts';
import { createContext } from './create-context.ts';
import { createPermission } from './create-permission.ts';
import { ensureLabels } from './ensure-labels.ts';
import { commitId, deployments, runFact, targetExists } from './evidence-facts.ts';
import type { GitHubOptions } from './github-options.ts';
import { repositoriesOf, repository } from './installations.ts';
import { issue, issueLinks, openIssues, subIssues } from './issues.ts';
import { merge } from './merge.ts';
import { openPulls } from './open-pulls.ts';
import { performEffect } from './perform-effect.ts';
import { pullFacts } from './pull-facts.ts';
import { readConfig } from './read-config.ts';
import { syncFacts } from './sync-facts.ts';
import { branchContains, branches, createBranch, createCommit, deleteBranch, updateRefs } from './refs.ts';

/**
 * GitHub through App authentication, one token per installation. Reads are repeated at most twice, writes never; no
 * call takes longer than 10 s. A final refusal throws `GitHubRefused`, a rate limit `GitHubBusy`, and what else is
 * thrown says nothing about whether a write took effect.
 */
export function createGitHub(options: GitHubOptions): GitHub {
  const permission = createPermission();
  return githubIn(createContext(options, { priority: 'handling' }), permission);
}

function githubIn(context: GitHubContext, permission: ReturnType<typeof createPermission>): GitHub {
  return {
    as: (priority) => githubIn(context.as({ priority }), permission),
    permission: (repo, account, fresh) => permission(context, repo, account, fresh),
    account: (repo, login) => accountNamed(context, repo, login),
    readConfig: (repo) => readConfig(context, repo),
    pullFacts: (repo, number, wanted) => pullFacts(context, repo, number, wanted),
    syncFacts: (repo, wanted) => syncFacts(context, repo, wanted),
    changedFiles: (repo, number, head) => changedFiles(context, repo, number, head),
    commitChecks: (repo, commit, gates) => commitChecks(context, repo, commit, gates),
    branchContains: (repo, branch, commit) => branchContains(context, repo, branch, commit),
    branches: (repo, prefix) => branches(context, repo, prefix),
    commitId: (repo, id) => commitId(context, repo, id),
    runFact: (repo, run) => runFact(context, repo, run),
    deployments: (repo, commit) => deployments(context, repo, commit),
    targetExists: (repo, target) => targetExists(context, repo, target),
    issue: (repo, number) => issue(context, repo, number),
    issueLinks: (repo, snapshot) => issueLinks(context, repo, snapshot),
    subIssues: (repo, number) => subIssues(context, repo, number),
    openIssues: (repo) => openIssues(context, repo),
    openPulls: (repo) => openPulls(context, repo),
    repository: (repo) => repository(context, repo),
    repositoriesOf: (installationId) => repositoriesOf(context, installationId),
    filesChangedOnBothSides: (repo, branch, head) => filesChangedOnBothSides(context, repo, branch, head),
    ensureLabels: (repo, labels) => ensureLabels(context, repo, labels),
    createBranch: (repo, branch, commit) => createBranch(context, repo, branch, commit),
    deleteBranch: (repo, branch) => deleteBranch(context, repo, branch),
    merge: (repo, into, head, message) => merge(context, repo, into, head, message),
    createCommit: (repo, commit) => createCommit(context, repo, commit),
    updateRefs: (repo, updates) => updateRefs(context, repo, updates),
    perform: (repo, effect, known) => {
      const calling = { priority: priorityOf(effect), stillMine: known.stillMine };
      return performEffect(context.as(calling), repo, effect, known);
    },
  };
}
