import { matchGlob } from './glob.ts';
import { atLeast, type Role } from './model/role.ts';
import type { Lane, Requester } from './model/lane.ts';
import type { ChangedFiles, PullSnapshot, Review } from './model/pull.ts';
import type { RepositoryConfig } from './model/repository-config.ts';
import type { Assignment, Missing, Task } from './model/task.ts';
import type { PreflightProblem } from './preflight-problem.ts';

/** Everything that decides whether a head may enter its lane, gates aside. */
export interface PreflightFacts {
  readonly config: RepositoryConfig | null;
  readonly pull: PullSnapshot;
  readonly lane: Lane | null;
  readonly task: Task | null;
  readonly holder: Assignment | null;
  readonly missing: readonly Missing[];
  /** Another open pull request of the same task. */
  readonly otherLivePull: number | null;
  readonly files: ChangedFiles;
  readonly reviews: readonly Review[];
  /** The reviewers' roles by account id, as far as they were asked for. */
  readonly roles: ReadonlyMap<number, Role>;
  /** Who asked for the landing, with the role of this moment; null: nobody has yet. */
  readonly requester: (Requester & { readonly role: Role }) | null;
}

/** Every rule that the head breaks, so that its author can mend all at once. */
export function preflight(facts: PreflightFacts): readonly PreflightProblem[] {
  const { config, pull, lane, task } = facts;
  if (!config) return [{ kind: 'no_config' }];
  // A lane outlives its epic, so that what is in it ends in order; nothing goes on in it.
  if (!lane || !config.epics.some((epic) => epic.branch === pull.baseRef)) {
    return [{ kind: 'not_a_lane', branch: pull.baseRef, lanes: config.epics.map((epic) => epic.branch) }];
  }
  const problems: PreflightProblem[] = [];
  if (config.gates.length === 0) problems.push({ kind: 'no_gates' });
  if (pull.draft) problems.push({ kind: 'draft' });
  if (pull.fork && !config.merge.allowForks) problems.push({ kind: 'fork' });
  if (task) {
    if (!mayLand(facts)) {
      const holder = facts.holder?.agentName ?? null;
      problems.push(
        task.status === 'done'
          ? { kind: 'task_done' }
          : { kind: 'not_holder', author: pull.author.login, holder },
      );
    }
    if (facts.missing.length > 0) problems.push({ kind: 'waits', on: facts.missing });
    if (task.held) problems.push({ kind: 'held' });
    // The older pull request goes first, so that two of one task never block each other.
    if (facts.otherLivePull !== null && facts.otherLivePull < pull.number) {
      problems.push({ kind: 'other_live_pull', number: facts.otherLivePull });
    }
  } else {
    problems.push({ kind: 'no_task' });
  }
  const against = facts.reviews
    .filter((review) => review.state === 'changes_requested')
    .map((review) => review.by.login);
  if (against.length > 0) problems.push({ kind: 'changes_requested', by: against });
  const guarded = protectedPaths(facts.files, config.merge.protect);
  if ((guarded.length > 0 || facts.files.truncated) && !approved(facts, config)) {
    problems.push({ kind: 'protected', paths: guarded, truncated: facts.files.truncated });
  }
  return problems;
}

/** The author's account holds the task, or a maintainer asked. */
function mayLand({ pull, holder, requester }: PreflightFacts): boolean {
  if (holder && holder.accountId === pull.author.id) return true;
  return requester !== null && requester.how === 'command' && atLeast(requester.role, 'maintainer');
}

/** The paths that need a maintainer's approval. */
export function protectedPaths(files: ChangedFiles, globs: readonly string[]): readonly string[] {
  return files.paths.filter((path) => globs.some((glob) => matchGlob(glob, path)));
}

/** A maintainer who is neither the author nor an agent approved exactly this head. */
function approved({ pull, reviews, roles }: PreflightFacts, config: RepositoryConfig): boolean {
  return reviews.some(
    (review) =>
      review.state === 'approved' &&
      review.commit === pull.head &&
      review.by.id !== pull.author.id &&
      !config.agents.some((agent) => agent.id === review.by.id) &&
      atLeast(roles.get(review.by.id) ?? 'anyone', 'maintainer'),
  );
}
