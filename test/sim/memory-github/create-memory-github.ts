import { err, ok } from '../../../src/core/result.ts';
import { ZERO_SHA, type Sha } from '../../../src/core/model/ids.ts';
import type { Account } from '../../../src/core/model/actor.ts';
import { GitHubRefused, NotMineAnyMore, type GitHub, type RefUpdate } from '../../../src/ports.ts';
import { blobOf } from './git.ts';
import { DEFAULT_BRANCH, type GitHubModel } from './github-model.ts';
import { perform } from './perform.ts';
import type { By } from './records.ts';

export const APP: Account = { id: 424_242, login: 'flotilla[bot]', isBot: true };
export const CONFIG_PATH = '.github/flotilla.yml';
export const REPOSITORY = {
  installationId: 1,
  repoId: 99,
  owner: 'fleet',
  name: 'yard',
  defaultBranch: DEFAULT_BRANCH,
  archived: false,
} as const;

/** GitHub as one program of ours sees it. `lag`: how many milliseconds old the next read is. Every call happens at once. */
export function createMemoryGitHub(model: GitHubModel, runner: string, lag: () => number): GitHub {
  const { git } = model;
  const by: By = { account: APP, app: true, runner };

  function must(branch: string): Sha {
    const tip = model.tip(branch);
    if (tip === null) throw new GitHubRefused(`no branch ${branch}`, 404);
    return tip;
  }

  const github: GitHub = {
    as: () => github,
    async permission(_repo, account) {
      return model.permissions.get(account.id)?.at(model.now() - lag()) ?? 'none';
    },
    account: async () => null,
    async readConfig() {
      const tip = model.tip(DEFAULT_BRANCH, model.now() - lag());
      const text = tip === null ? null : (git.treeOf(tip)[CONFIG_PATH] ?? null);
      return { defaultBranch: DEFAULT_BRANCH, tip, text, blob: text === null ? null : blobOf(text) };
    },
    async pullFacts(_repo, number, { target, candidateBranch }) {
      const time = model.now() - lag();
      // Several replicas may answer one question.
      const refTime = model.now() - lag();
      const record = model.pulls.get(number);
      if (!record) return null;
      const pull = record.snapshot.at(time);
      const tip = model.tip(target, refTime);
      const config = model.tip(DEFAULT_BRANCH, refTime);
      const text = config === null ? undefined : git.treeOf(config)[CONFIG_PATH];
      return {
        pull,
        reviews: record.reviews.at(time),
        target: tip === null ? null : { sha: tip, tree: git.get(tip).tree },
        candidate: candidateBranch === undefined ? null : model.tip(candidateBranch, refTime),
        configBlob: text === undefined ? null : blobOf(text),
        upToDate: tip !== null && git.contains(pull.head, tip),
        headTree: git.get(pull.head).tree,
      };
    },
    async syncFacts(_repo, { source, target, candidateBranch }) {
      const time = model.now() - lag();
      const tipOf = (branch: string) => {
        const tip = model.tip(branch, time);
        return tip && { sha: tip, tree: git.get(tip).tree };
      };
      const [from, into, config] = [tipOf(source), tipOf(target), model.tip(DEFAULT_BRANCH, time)];
      const text = config === null ? undefined : git.treeOf(config)[CONFIG_PATH];
      return {
        source: from,
        target: into,
        candidate: candidateBranch === undefined ? null : model.tip(candidateBranch, time),
        configBlob: text === undefined ? null : blobOf(text),
        contained: from !== null && into !== null && git.contains(into.sha, from.sha),
      };
    },
    async changedFiles(_repo, number, head) {
      const pull = model.pulls.get(number)?.snapshot.at(model.now() - lag());
      if (pull?.head !== head) throw new Error(`the files of #${number} are not those of ${head}`);
      const base = model.tip(pull.baseRef);
      const from = base === null ? null : git.mergeBase(base, head);
      return { head, paths: from === null ? [] : git.diff(from, head), truncated: false };
    },
    async commitChecks(_repo, commit, gates) {
      const time = model.now() - lag();
      const files = new Set(gates.flatMap((gate) => (gate.kind === 'workflow' ? [gate.workflow] : [])));
      const names = new Set(gates.flatMap((gate) => (gate.kind === 'app' ? [gate.check] : [])));
      return {
        sha: commit,
        runs: model.runs
          .filter(({ createdAt }) => createdAt <= time)
          .map(({ run }) => run.at(time))
          .filter((run) => run.sha === commit && files.has(run.workflow)),
        checks: model.checks
          .filter((check) => check.createdAt <= time && check.sha === commit && names.has(check.name))
          .map(({ id, appId, app, name, sha, state }) => {
            const { status, conclusion } = state.at(time);
            return {
              id,
              appId,
              app,
              name,
              sha,
              completed: status === 'completed',
              conclusion,
              url: `check/${id}`,
            };
          }),
      };
    },
    async branchContains(_repo, branch, commit) {
      const tip = model.tip(branch, model.now() - lag());
      return tip && { sha: tip, tree: git.get(tip).tree, contains: git.contains(tip, commit) };
    },
    async branches(_repo, prefix) {
      const time = model.now() - lag();
      return [...model.refs]
        .filter(([name, ref]) => name.startsWith(prefix) && ref.at(time) !== null)
        .map(([name]) => name);
    },
    commitId: async () => null,
    runFact: async () => null,
    deployments: async () => [],
    targetExists: async () => false,
    async issue(_repo, number) {
      return model.issues.get(number)?.snapshot.at(model.now() - lag()) ?? null;
    },
    issueLinks: async () => ({ parent: null, blockedBy: [] }),
    subIssues: async () => [],
    async openIssues() {
      const time = model.now() - lag();
      return [...model.issues.values()]
        .map(({ snapshot }) => snapshot.at(time))
        .filter((issue) => issue.state === 'open');
    },
    async openPulls() {
      const time = model.now() - lag();
      return [...model.pulls.values()]
        .map(({ snapshot }) => snapshot.at(time))
        .filter((pull) => pull.state === 'open');
    },
    repository: async () => REPOSITORY,
    repositoriesOf: async () => [REPOSITORY],
    async filesChangedOnBothSides(_repo, branch, head) {
      const tip = must(branch);
      const base = git.mergeBase(tip, head);
      if (base === null) return [];
      const theirs = new Set(git.diff(base, head));
      return git.diff(base, tip).filter((path) => theirs.has(path));
    },
    ensureLabels: async () => undefined,
    async createBranch(_repo, branch, at) {
      if (model.tip(branch) !== null) return 'exists';
      model.moveRef(branch, at, by);
      return 'created';
    },
    async deleteBranch(_repo, branch) {
      const there = model.tip(branch) !== null;
      model.moveRef(branch, null, by);
      return there ? 'deleted' : 'missing';
    },
    async merge(_repo, into, head, message) {
      const base = must(into);
      if (git.contains(base, head)) return { kind: 'nothing' };
      const tree = git.merge(base, head);
      if (tree === null) return { kind: 'conflict' };
      const made = git.commit({ tree, parents: [base, head], message });
      model.moveRef(into, made.sha, by);
      return { kind: 'merged', commit: { sha: made.sha, tree: made.tree }, parents: made.parents };
    },
    async createCommit(_repo, { tree, parents, message }) {
      return git.commit({ tree, parents, message }).sha;
    },
    async updateRefs(_repo, updates) {
      const wrong = updates.find((update) => !stands(model, update));
      if (wrong) return err({ kind: 'moved', message: `${wrong.branch} is not at ${wrong.before}` });
      for (const { branch, after } of updates) model.moveRef(branch, after === ZERO_SHA ? null : after, by);
      return ok(null);
    },
    async perform(_repo, effect, known) {
      if (known.stillMine?.() === false) throw new NotMineAnyMore('the lease is over');
      return perform(model, by, effect, known, model.now() - lag());
    },
  };
  return github;
}

/** A branch must be where the update says, and may only move forward. */
function stands(model: GitHubModel, { branch, before, after }: RefUpdate): boolean {
  const tip = model.tip(branch);
  if ((tip ?? ZERO_SHA) !== before) return false;
  if (after === ZERO_SHA) return true;
  return tip === null ? model.git.has(after) : model.git.contains(after, tip);
}
