import { atLeast, type Role } from '../core/model/role.ts';
import type { Lane, Requester } from '../core/model/lane.ts';
import type { Project } from '../core/model/project.ts';
import type { ChangedFiles, Pull, PullFacts } from '../core/model/pull.ts';
import { OPERATOR, roleOfScope } from '../core/token-actor.ts';
import { preflight, protectedPaths, type PreflightFacts } from '../core/preflight.ts';
import type { PreflightProblem } from '../core/preflight-problem.ts';
import type { Deps } from '../ports.ts';
import { followPull } from './follow-pull.ts';
import { resolveActor } from './resolve-actor.ts';

/** What one look at a pull request found. */
export interface Preflight {
  /** The newest of what we know: a read may come from a replica that is behind the last webhook. */
  readonly pull: Pull;
  /** The lane of the branch it is for. */
  readonly lane: Lane | null;
  readonly problems: readonly PreflightProblem[];
  readonly facts: PreflightFacts;
  /** Whether whoever asked for the landing still may; true when nobody asked yet. */
  readonly permitted: boolean;
}

/**
 * Puts together what the pre-flight rules need: the fresh read, our tables, the changed files (once per head) and the
 * rights of this moment of whoever asked and whoever approved.
 */
export async function gatherPreflight(
  deps: Deps,
  project: Project,
  fresh: PullFacts,
  requester: Requester | null,
): Promise<Preflight> {
  const known = await knownFacts(deps, project, fresh);
  const files = await filesOf(deps, project, known.pull);
  const role = requester && (await requesterRole(deps, project, requester));
  const facts: PreflightFacts = {
    ...known,
    config: project.config,
    files,
    reviews: fresh.reviews,
    roles: await reviewerRoles(deps, project, fresh.reviews, files),
    requester: requester && role ? { ...requester, role } : null,
  };
  const { lane } = known;
  return {
    pull: { ...known.pull, files },
    lane,
    problems: preflight(facts),
    facts,
    permitted: mayStillAsk(facts),
  };
}

/** Numbers of accounts begin at 1: what is below is a token, whose rights end with it. */
async function requesterRole(deps: Deps, project: Project, requester: Requester): Promise<Role> {
  if (requester.id > 0) return (await resolveActor(deps, project, requester, 'fresh')).role;
  const scope = requester.id === OPERATOR ? 'admin' : await deps.store.read.tokenScope(-requester.id);
  return scope === null ? 'anyone' : roleOfScope(scope);
}

function knownFacts(deps: Deps, project: Project, fresh: PullFacts) {
  return deps.store.transaction(async (tx) => {
    const { pull } = await followPull(tx, deps, project, fresh.pull);
    const task = pull.taskId === null ? null : await tx.tasks.lockById(pull.taskId);
    return {
      pull,
      lane: await tx.lanes.byBranch(project.id, pull.baseRef),
      task,
      holder: task && (await tx.assignments.active(task.id)),
      missing: task ? await tx.tasks.missing(task.id) : [],
      otherLivePull: (task && (await tx.pulls.liveOfTask(task.id, pull.id)))?.number ?? null,
    };
  });
}

/** The list belongs to a head and a base branch: as the branch moves on, it can only shrink. */
async function filesOf(deps: Deps, project: Project, pull: Pull): Promise<ChangedFiles> {
  if (pull.files?.head === pull.head) return pull.files;
  const files = await deps.github.changedFiles(project, pull.number, pull.head);
  await deps.store.transaction((tx) => tx.pulls.setFiles(pull.id, files));
  return files;
}

/** Asked only for approvals of this head, and only when they would matter. */
async function reviewerRoles(
  deps: Deps,
  project: Project,
  reviews: PullFacts['reviews'],
  files: ChangedFiles,
): Promise<ReadonlyMap<number, Role>> {
  const roles = new Map<number, Role>();
  const matters = files.truncated || protectedPaths(files, project.config?.merge.protect ?? []).length > 0;
  if (!matters) return roles;
  for (const review of reviews) {
    if (review.state !== 'approved' || review.commit !== files.head) continue;
    roles.set(review.by.id, (await resolveActor(deps, project, review.by, 'fresh')).role);
  }
  return roles;
}

/** The author may ask as long as it is a listed agent or can write; everybody else needs to be a maintainer. */
function mayStillAsk({ requester, pull }: PreflightFacts): boolean {
  if (!requester) return true;
  return atLeast(requester.role, requester.id === pull.author.id ? 'agent' : 'maintainer');
}
