import type { Project } from '../../core/model/project.ts';
import { OVERLAP_MS } from '../../core/upkeep/polled-comment.ts';
import { GitHubBusy, SweepLost } from '../../ports.ts';
import type { Chore, ChoreDeps } from './chore.ts';
import { syncSubIssues } from '../sync-sub-issues.ts';
import { followIssue, followUnheard } from './follow-issue.ts';
import { followListedPull } from './follow-listed-pull.ts';
import { pollComments } from './poll-comments.ts';

const EACH_MS = 60_000;

/**
 * Asks each minute what changed, as if there were no webhooks. Where there are, nearly all of it is known already, and
 * where nothing changed GitHub says so at no cost.
 */
export const pollChanges: Chore = {
  name: 'poll',
  leaseMs: 120_000,
  atStart: true,
  async run(deps, keep) {
    for (const project of await deps.store.read.activeProjects()) {
      await keep();
      try {
        if (project.config) await pollProject(deps, project);
      } catch (error) {
        if (error instanceof SweepLost) throw error;
        const level = error instanceof GitHubBusy ? 'debug' : 'error';
        deps.log[level]({ err: error, project: project.id }, 'a project could not be polled');
      }
    }
    return EACH_MS;
  },
};

/** Issues first, because comments and pull requests speak of them; claims before what they allow. */
async function pollProject(deps: ChoreDeps, project: Project): Promise<void> {
  const { polls } = deps.upkeep;
  const { comments, issues, pulls } = await polls.cursors(project.id);
  const since = before(issues);
  // The look before this one may have been in the middle of a second, and GitHub's times are no more exact.
  const fresh = new Date(deps.clock.now().getTime() - 2 * EACH_MS);
  for (const issue of await deps.changes.issues(project, since)) {
    await followUnheard(deps, project, issue, since);
    await followIssue(deps, project, issue, { again: issue.updatedAt > fresh });
    if (issue.updatedAt <= issues) continue;
    // What changed may be its labels, which count for those below it.
    await syncSubIssues(deps, project, issue);
    await polls.saveIssues(project.id, issue.updatedAt);
  }
  await pollComments(deps, project, comments);
  for (const pull of (await deps.changes.pulls(project, before(pulls))).toReversed()) {
    await followListedPull(deps, project, pull);
    if (pull.updatedAt > pulls) await polls.savePulls(project.id, pull.updatedAt);
  }
}

/** What changed earlier may show later; looking at it twice changes nothing. */
function before(newest: Date): Date {
  return new Date(newest.getTime() - OVERLAP_MS);
}
