import { sha, type Sha } from '../core/model/ids.ts';
import type { DeploymentFact, RunFact } from '../core/evidence/judge-evidence.ts';
import type { EvidenceTarget } from '../core/evidence/evidence-target.ts';
import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** The whole id of a commit; null: there is none, or several begin like that (422). One request. */
export async function commitId(context: GitHubContext, repo: RepoRef, id: string): Promise<Sha | null> {
  const client = context.client(repo.installationId);
  const answer = await known(client.rest.repos.getCommit({ ...at(repo), ref: id }));
  // A branch may be called like the beginning of a commit.
  return answer?.data.sha.startsWith(id) ? sha(answer.data.sha) : null;
}

/** How a workflow run or a check run ended. One request. */
export async function runFact(
  context: GitHubContext,
  repo: RepoRef,
  run: { readonly kind: 'run' | 'check'; readonly id: number },
): Promise<RunFact | null> {
  const client = context.client(repo.installationId);
  if (run.kind === 'run') {
    const answer = await known(client.rest.actions.getWorkflowRun({ ...at(repo), run_id: run.id }));
    if (!answer) return null;
    const { name, path, head_sha: head, status, conclusion } = answer.data;
    const completed = status === 'completed';
    return { name: name ?? path, sha: sha(head), completed, conclusion, app: null };
  }
  const answer = await known(client.rest.checks.get({ ...at(repo), check_run_id: run.id }));
  if (!answer) return null;
  const { name, head_sha: head, status, conclusion, app } = answer.data;
  return { name, sha: sha(head), completed: status === 'completed', conclusion, app: app?.slug ?? '' };
}

/** The newest state of each deployment of a commit. One request, and one per deployment. */
export async function deployments(
  context: GitHubContext,
  repo: RepoRef,
  commit: Sha,
): Promise<readonly DeploymentFact[]> {
  const client = context.client(repo.installationId);
  const { data } = await client.rest.repos.listDeployments({ ...at(repo), sha: commit, per_page: 10 });
  const mine = data.filter((deployment) => deployment.sha === commit);
  return Promise.all(
    mine.map(async ({ id, environment }) => {
      const answer = await client.rest.repos.listDeploymentStatuses({
        ...at(repo),
        deployment_id: id,
        per_page: 1,
      });
      const [newest] = answer.data;
      const url = newest?.environment_url || newest?.target_url || newest?.log_url || null;
      return { environment, state: newest?.state ?? 'pending', url };
    }),
  );
}

/** Whether GitHub shows this installation what somebody points at, in whichever repository. One request. */
export async function targetExists(
  context: GitHubContext,
  repo: RepoRef,
  target: Extract<EvidenceTarget, { kind: 'commit' | 'pull' | 'issue' | 'file' }>,
): Promise<boolean> {
  const client = context.client(repo.installationId);
  const [owner = '', name = ''] = (target.repository ?? `${repo.owner}/${repo.name}`).split('/');
  const where = { owner, repo: name };
  switch (target.kind) {
    case 'commit':
      return (await known(client.rest.repos.getCommit({ ...where, ref: target.id }))) !== null;
    case 'pull':
    case 'issue':
      return (await known(client.rest.issues.get({ ...where, issue_number: target.number }))) !== null;
    case 'file': {
      const file = { ...where, path: target.path, ref: target.at };
      return (await known(client.rest.repos.getContent(file))) !== null;
    }
  }
}

/** GitHub answers 422 to a commit id that it cannot make out, and 403 for what this App may not see. */
async function known<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await nullWhenMissing(answer);
  } catch (error) {
    if (error instanceof GitHubRefused && (error.status === 422 || error.status === 403)) return null;
    throw error;
  }
}
