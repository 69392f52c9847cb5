import { assertNever } from '../../core/assert-never.ts';
import type { Origin, RepoEvent, RepoFacts } from '../../core/model/event.ts';
import type { Project } from '../../core/model/project.ts';
import type { Deps } from '../../ports.ts';
import { runComment } from '../commands/run-comment.ts';
import { judgePull } from '../judge-pull.ts';
import { branchChanged } from './branch-changed.ts';
import { checkRequested } from './check-requested.ts';
import { commitChecked } from './commit-checked.ts';
import { deploymentChanged } from './deployment-changed.ts';
import { issueChanged } from './issue-changed.ts';
import { issueGone } from './issue-gone.ts';
import { projectOf } from './project-of.ts';
import { pullChanged } from './pull-changed.ts';
import { pushed } from './pushed.ts';

/**
 * The table of what happens in a repository and what Flotilla does about it. What our own App caused is recorded where
 * it is a fact (a merged pull request, a finished check) and otherwise changes nothing.
 */
export async function handleRepoEvent(
  deps: Deps,
  repo: RepoFacts,
  event: RepoEvent,
  origin: Origin,
): Promise<void> {
  const project = await projectOf(deps, repo, event);
  if (project) await handle(deps, project, event, origin);
  const { delivery } = origin;
  if (delivery !== null) await deps.store.transaction((tx) => tx.settleDelivery(delivery));
}

async function handle(deps: Deps, project: Project, event: RepoEvent, origin: Origin): Promise<void> {
  switch (event.kind) {
    case 'issue':
      return issueChanged(deps, project, event, origin);
    case 'issue_gone':
      return issueGone(deps, project, event);
    case 'comment':
      return origin.bySelf ? undefined : runComment(deps, project, event, origin.sender);
    case 'pull':
      return pullChanged(deps, project, event, origin);
    case 'review':
      return judgePull(deps, project, event.pull);
    case 'push':
      return ours(event.branch) ? undefined : pushed(deps, project, event, origin);
    case 'branch_created':
    case 'branch_deleted':
      return ours(event.branch) ? undefined : branchChanged(deps, project, event);
    case 'check':
    case 'check_suite':
    case 'workflow_run':
    case 'workflow_job':
      return commitChecked(deps, project, event, origin);
    case 'check_request':
      return checkRequested(deps, project, event, origin);
    case 'deployment_status':
      return deploymentChanged(deps, project, event);
    default:
      return assertNever(event);
  }
}

function ours(branch: string): boolean {
  return branch.startsWith('flotilla/');
}
