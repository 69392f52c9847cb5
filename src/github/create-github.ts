import type { Octokit } from '@octokit/rest';
import type { Budget, Clock, GitHub, Log } from '../ports.ts';
import { priorityOf } from '../core/budget/priority-of.ts';
import { accountNamed } from './account-named.ts';
import { callingAs, createCallingStore, type CallingStore } from './calling.ts';
import { changedFiles } from './changed-files.ts';
import { commitChecks } from './commit-checks.ts';
import { filesChangedOnBothSides } from './conflicts.ts';
import type { GitHubContext } from './context.ts';
import { createClient } from './create-client.ts';
import { createPermission } from './create-permission.ts';
import { ensureLabels } from './ensure-labels.ts';
import { commitId, deployments, runFact, targetExists } from './evidence-facts.ts';
import { repositoriesOf, repository } from './installations.ts';
import { issue, issueLinks, openIssues } from './issues.ts';
import { merge } from './merge.ts';
import { openPulls } from './open-pulls.ts';
import { performEffect } from './perform-effect.ts';
import { pullFacts } from './pull-facts.ts';
import { readConfig } from './read-config.ts';
import { branchContains, branches, createBranch, createCommit, deleteBranch, updateRefs } from './refs.ts';

export interface GitHubOptions {
  readonly appId: number;
  /** The App's private key, PEM. */
  readonly privateKey: string;
  /** REST root without a slash at the end; github.com's when absent. Tokens and GraphQL follow it. */
  readonly baseUrl?: string;
  readonly log: Log;
  readonly clock?: Clock;
  /** What pays for the requests; without it they are not counted. */
  readonly budget?: Budget;
  /** Cuts off what is under way when the process has to end. */
  readonly ending?: AbortSignal;
}

/**
 * GitHub through App authentication, one client per installation. Reads are repeated at most twice, writes never; no
 * call takes longer than 10 s. A final refusal throws `GitHubRefused`, a rate limit `GitHubBusy`, and what else is
 * thrown says nothing about whether a write took effect.
 */
export function createGitHub(options: GitHubOptions): GitHub {
  const calling = createCallingStore();
  const context = createContext(options, calling);
  const github: GitHub = {
    as: (priority) => callingAs(github, calling, { priority }),
    permission: createPermission(context),
    account: (repo, login) => accountNamed(context, repo, login),
    readConfig: (repo) => readConfig(context, repo),
    pullFacts: (repo, number, wanted) => pullFacts(context, repo, number, wanted),
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
    perform: (repo, effect, known) =>
      calling.run({ priority: priorityOf(effect), stillMine: known.stillMine }, () =>
        performEffect(context, repo, effect, known),
      ),
  };
  return github;
}

export function createContext(options: GitHubOptions, calling: CallingStore): GitHubContext {
  const { appId, privateKey, baseUrl, log, clock, budget, ending } = options;
  const clients = new Map<number, Octokit>();
  const time = clock ?? { now: () => new Date() };
  return {
    appId,
    clock: time,
    log,
    repositoryIds: new Map(),
    client(installationId) {
      const known = clients.get(installationId);
      if (known) return known;
      const client = createClient({
        appId,
        privateKey,
        baseUrl,
        installationId,
        clock: time,
        log: log.child({ installation: installationId }),
        account: budget && { budget, installationId, calling },
        ending,
        onUnauthorized: () => clients.delete(installationId),
      });
      clients.set(installationId, client);
      return client;
    },
  };
}
