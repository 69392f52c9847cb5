import { runGit } from '../git/run-git.ts';
import type { ActionsRepository, PullChange, Push, TriggerEvent } from './actions-host.ts';
import { matchesBranch } from './matches-branch.ts';
import { createWorkflowReader, type WorkflowFile } from './workflow-reader.ts';
import type { Workflow } from './workflow.ts';

/** One workflow that GitHub would run now; `tree` is what a checkout shows (for a pull request, its merge). */
export type Trigger = {
  readonly event: TriggerEvent;
  readonly branch: string;
  readonly baseBranch: string | undefined;
  readonly sha: string;
  readonly tree: string;
  /** Login of whoever caused it. */
  readonly by: string;
  readonly file: WorkflowFile;
};

/** GitHub's own words in the head commit's message that keep workflows from running. */
const SKIP = /\[(?:skip ci|ci skip|no ci|skip actions|actions skip)\]/;
/** What a workflow's own token does wakes no workflow, or they would wake each other for ever. */
const ACTIONS_BOT = 'github-actions[bot]';

/**
 * Calls `start` for each workflow that a push or a pull request of `repo` wakes. Workflow files are read from
 * the pushed commit, so a branch can add its own; a pull request that conflicts wakes nothing. `work` tracks
 * what is under way. Answers how to stop watching.
 */
export function watchTriggers(
  repo: ActionsRepository,
  work: (task: Promise<void>) => void,
  start: (trigger: Trigger) => void,
): () => void {
  const { git } = repo.state;
  const reader = createWorkflowReader(git.objects);
  let last = Promise.resolve();

  async function pushed({ branch, after, by }: Push): Promise<void> {
    const commit = after === undefined ? undefined : await git.commit(after);
    if (!commit) return;
    await wake(
      { event: 'push', branch, baseBranch: undefined, sha: commit.sha, tree: commit.tree, by: by.login },
      ({ push }) => (push ? matchesBranch(push, branch) : false),
    );
  }

  async function changed({ action, headRef, headSha, baseRef, by }: PullChange): Promise<void> {
    if (!(await anyListensToPulls(`refs/heads/${baseRef}`, headSha))) return;
    const merged = await runGit(git.dir, ['merge-tree', '--write-tree', `refs/heads/${baseRef}`, headSha]);
    if (merged.code !== 0) return;
    const tree = merged.stdout.trim();
    await wake(
      { event: 'pull_request', branch: headRef, baseBranch: baseRef, sha: headSha, tree, by: by.login },
      ({ pullRequest }) =>
        pullRequest ? pullRequest.types.includes(action) && matchesBranch(pullRequest, baseRef) : false,
    );
  }

  /** A merge takes every workflow from one of its sides: where neither has one, merging is not worth its time. */
  async function anyListensToPulls(...sides: readonly string[]): Promise<boolean> {
    const files = await Promise.all(sides.map((side) => reader.read(side)));
    return files.flat().some(({ workflow }) => workflow?.pullRequest !== undefined);
  }

  async function wake(facts: Omit<Trigger, 'file'>, listens: (workflow: Workflow) => boolean): Promise<void> {
    const files = await reader.read(facts.tree);
    // GitHub cannot know what an invalid file listens to, and reports it on every push.
    const woken = files.filter(({ workflow }) => (workflow ? listens(workflow) : facts.event === 'push'));
    if (woken.length === 0 || SKIP.test((await git.commit(facts.sha))?.message ?? '')) return;
    for (const file of woken) start({ ...facts, file });
  }

  /** One after the other, so that runs are numbered in the order of what woke them. */
  function inTurn(handle: () => Promise<void>): void {
    last = last.then(handle, handle);
    work(last);
  }

  const detach = [
    repo.onPush((push) => push.by.login !== ACTIONS_BOT && inTurn(() => pushed(push))),
    repo.onPullRequest((change) => change.by.login !== ACTIONS_BOT && inTurn(() => changed(change))),
  ];
  return () => detach.forEach((each) => each());
}
