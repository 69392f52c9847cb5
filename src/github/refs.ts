import { err, ok } from '../core/result.ts';
import type { Result } from '../core/result.ts';
import { sha } from '../core/model/ids.ts';
import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { Tip } from '../core/model/pull.ts';
import { GitHubRefused } from '../ports.ts';
import type { RefUpdate } from '../ports.ts';
import { at, repositoryKey } from './context.ts';
import type { GitHubContext } from './context.ts';
import { mutate, query, refusal } from './graphql.ts';
import type { GraphqlProblem } from './graphql.ts';
import { nullWhenMissing } from './null-when-missing.ts';

/** Names of the branches that start with `prefix`. One request per 100. */
export async function branches(
  context: GitHubContext,
  repo: RepoRef,
  prefix: string,
): Promise<readonly string[]> {
  const client = context.client(repo.installationId);
  const found = await client.paginate(client.rest.git.listMatchingRefs, {
    ...at(repo),
    ref: `heads/${prefix}`,
    per_page: 100,
  });
  return found.map(({ ref }) => ref.replace(/^refs\/heads\//, ''));
}

/** Creates a branch where there is none. */
export async function createBranch(
  context: GitHubContext,
  repo: RepoRef,
  branch: string,
  commit: Sha,
): Promise<'created' | 'exists'> {
  try {
    const ref = `refs/heads/${branch}`;
    await context.client(repo.installationId).rest.git.createRef({ ...at(repo), ref, sha: commit });
    return 'created';
  } catch (error) {
    if (isAbout(error, /already exists/i)) return 'exists';
    throw error;
  }
}

/** Deletes a branch; GitHub answers 422 (or 404) for one that is not there. */
export async function deleteBranch(
  context: GitHubContext,
  repo: RepoRef,
  branch: string,
): Promise<'deleted' | 'missing'> {
  try {
    await context.client(repo.installationId).rest.git.deleteRef({ ...at(repo), ref: `heads/${branch}` });
    return 'deleted';
  } catch (error) {
    if (isAbout(error, /reference does not exist/i)) return 'missing';
    if (error instanceof GitHubRefused && error.status === 404) return 'missing';
    throw error;
  }
}

function isAbout(error: unknown, message: RegExp): boolean {
  return error instanceof GitHubRefused && error.status === 422 && message.test(error.message);
}

/** A commit object from a tree; nothing points to it yet. */
export async function createCommit(
  context: GitHubContext,
  repo: RepoRef,
  commit: { tree: Sha; parents: readonly Sha[]; message: string },
): Promise<Sha> {
  const { data } = await context.client(repo.installationId).rest.git.createCommit({
    ...at(repo),
    tree: commit.tree,
    parents: [...commit.parents],
    message: commit.message,
  });
  return sha(data.sha);
}

const UPDATE_REFS = `mutation ($repositoryId: ID!, $refUpdates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $repositoryId, refUpdates: $refUpdates }) { clientMutationId }
}`;

/** All updates or none, each guarded by what its branch must be before. Never forced. One request. */
export async function updateRefs(
  context: GitHubContext,
  repo: RepoRef,
  updates: readonly RefUpdate[],
): Promise<Result<null, { kind: 'moved' | 'denied'; message: string }>> {
  const client = context.client(repo.installationId);
  const sent = await mutate({ client, clock: context.clock }, UPDATE_REFS, {
    repositoryId: await repositoryId(context, repo),
    refUpdates: updates.map(({ branch, before, after }) => ({
      name: `refs/heads/${branch}`,
      beforeOid: before,
      afterOid: after,
      force: false,
    })),
  });
  if (sent.ok) return ok(null);
  const message = sent.error.map((problem) => problem.message).join('; ');
  // A ref that is gone, or a stale node id because the repository was made anew under its name: read again.
  if (sent.error.some(({ type }) => type === 'NOT_FOUND')) context.repositoryIds.delete(repositoryKey(repo));
  const denied = sent.error.some((problem) => isDenied(problem, updates));
  return err({ kind: denied ? 'denied' : 'moved', message: message.slice(0, 1000) });
}

const DENIED =
  /rule violation|ruleset|protected|not (?:allowed|permitted|authorized|accessible)|without `?workflows?|permission|denied|declined|refus/i;

/** GitHub words its rules in many ways and has no type for them; what is no rule is a ref that is not where it was. */
function isDenied({ type, message }: GraphqlProblem, updates: readonly RefUpdate[]): boolean {
  if (type === 'FORBIDDEN' || type === 'INSUFFICIENT_SCOPES') return true;
  if (type === 'NOT_FOUND') return false;
  // A branch may be called `protected-paths`.
  const words = updates.reduce((text, { branch }) => text.replaceAll(branch, ''), message);
  return DENIED.test(words);
}

async function repositoryId(context: GitHubContext, repo: RepoRef): Promise<string> {
  const known = context.repositoryIds.get(repositoryKey(repo));
  if (known !== undefined) return known;
  const client = context.client(repo.installationId);
  const text = 'query ($owner: String!, $name: String!) { repository(owner: $owner, name: $name) { id } }';
  const variables = { owner: repo.owner, name: repo.name };
  const answer = await query<{ repository: { id: string } | null }>(
    { client, clock: context.clock },
    text,
    variables,
  );
  if (!answer.repository) throw refusal([{ type: 'NOT_FOUND', message: 'the repository is not there' }]);
  context.repositoryIds.set(repositoryKey(repo), answer.repository.id);
  return answer.repository.id;
}

interface BranchAnswer {
  readonly repository: {
    readonly ref: {
      readonly name: string;
      readonly target: { readonly oid: string; readonly tree?: { readonly oid: string } };
      readonly compare: {
        readonly aheadBy: number;
        readonly headTarget: { readonly oid: string };
      } | null;
    } | null;
  } | null;
}

const BRANCH = `query ($owner: String!, $name: String!, $ref: String!, $commit: String!) {
  repository(owner: $owner, name: $name) {
    ref(qualifiedName: $ref) {
      name
      target { oid ... on Commit { tree { oid } } }
      compare(headRef: $commit) { aheadBy headTarget { oid } }
    }
  }
}`;

/** A branch's tip and whether it contains `commit`: one request, and a second where GraphQL does not compare. */
export async function branchContains(
  context: GitHubContext,
  repo: RepoRef,
  branch: string,
  commit: Sha,
): Promise<(Tip & { contains: boolean }) | null> {
  const client = context.client(repo.installationId);
  const { repository } = await query<BranchAnswer>({ client, clock: context.clock }, BRANCH, {
    owner: repo.owner,
    name: repo.name,
    ref: `refs/heads/${branch}`,
    commit,
  });
  if (!repository) throw refusal([{ type: 'NOT_FOUND', message: 'the repository is not there' }]);
  const ref = repository.ref;
  if (ref?.name !== branch || !ref.target.tree) return null;
  const tip = { sha: sha(ref.target.oid), tree: sha(ref.target.tree.oid) };
  if (tip.sha === commit) return { ...tip, contains: true };
  const { compare } = ref;
  if (compare?.headTarget.oid === commit) return { ...tip, contains: compare.aheadBy === 0 };
  return { ...tip, contains: await isAncestor(context, repo, commit, tip.sha) };
}

/** Whether `tip` contains `commit`, as REST compares them. */
export async function isAncestor(
  context: GitHubContext,
  repo: RepoRef,
  commit: Sha,
  tip: Sha,
): Promise<boolean> {
  const client = context.client(repo.installationId);
  const basehead = `${commit}...${tip}`;
  const compared = await nullWhenMissing(
    client.rest.repos.compareCommitsWithBasehead({ ...at(repo), basehead, per_page: 1 }),
  );
  return compared !== null && (compared.data.status === 'ahead' || compared.data.status === 'identical');
}
