import type { Actor, Repository } from '../model.ts';

/** The tree of `.github/workflows` in the commit, or `undefined`. */
async function workflowsTree(repo: Repository, sha: string): Promise<string | undefined> {
  const object = await repo.git.objects.read(`${sha}:.github/workflows`);
  return object?.sha;
}

/** An App without `workflows: write` may only place commits whose workflow files some branch already has. */
export async function workflowsForbidden(repo: Repository, actor: Actor, sha: string): Promise<boolean> {
  if (!actor.installation || actor.installation.permissions.workflows === 'write') return false;
  const wanted = await workflowsTree(repo, sha);
  if (wanted === undefined) return false;
  for (const [ref, tip] of repo.refs) {
    if (ref.startsWith('refs/heads/') && (await workflowsTree(repo, tip)) === wanted) return false;
  }
  return true;
}
