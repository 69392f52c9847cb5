import { sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { SyncFacts, Tip } from '../core/model/pull.ts';
import type { SyncWanted } from '../ports.ts';
import type { GitHubContext } from './context.ts';
import { query, refusal } from './graphql.ts';
import { isAncestor } from './refs.ts';

interface Oid {
  readonly oid: string;
}

interface BranchNode {
  readonly name: string;
  readonly target: Oid & { readonly tree?: Oid };
}

interface Answer {
  readonly repository: {
    readonly config: Oid | null;
    readonly defaultBranchRef: { readonly target: { readonly file?: Oid | null } | null } | null;
    readonly source: BranchNode | null;
    readonly target:
      | (BranchNode & { readonly compare: { readonly aheadBy: number; readonly headTarget: Oid } | null })
      | null;
    readonly candidate?: { readonly target: Oid } | null;
  } | null;
}

const QUERY = `query ($owner: String!, $name: String!, $source: String!, $target: String!, $candidate: String!,
  $withCandidate: Boolean!) {
  repository(owner: $owner, name: $name) {
    config: object(expression: "HEAD:.github/flotilla.yml") { oid }
    defaultBranchRef { target { ... on Commit { file(path: ".github/flotilla.yml") { oid } } } }
    source: ref(qualifiedName: $source) { name target { oid ... on Commit { tree { oid } } } }
    target: ref(qualifiedName: $target) {
      name
      target { oid ... on Commit { tree { oid } } }
      compare(headRef: $source) { aheadBy headTarget { oid } }
    }
    candidate: ref(qualifiedName: $candidate) @include(if: $withCandidate) { target { oid } }
  }
}`;

/**
 * Everything that decides about bringing one branch's code to another, in one request, and a second one where the
 * comparison is missing or of another commit than the tip that was told.
 */
export async function syncFacts(
  context: GitHubContext,
  repo: RepoRef,
  { source, target, candidateBranch }: SyncWanted,
): Promise<SyncFacts> {
  const client = context.client(repo.installationId);
  const { repository } = await query<Answer>({ client, clock: context.clock }, QUERY, {
    owner: repo.owner,
    name: repo.name,
    source: `refs/heads/${source}`,
    target: `refs/heads/${target}`,
    candidate: `refs/heads/${candidateBranch ?? target}`,
    withCandidate: candidateBranch !== undefined,
  });
  if (!repository) throw refusal([{ type: 'NOT_FOUND', message: 'the repository is not there' }]);
  const config = repository.config ?? repository.defaultBranchRef?.target?.file;
  const from = tipOf(repository.source, source);
  const into = tipOf(repository.target, target);
  const compare = repository.target?.compare;
  return {
    source: from,
    target: into,
    candidate: repository.candidate ? sha(repository.candidate.target.oid) : null,
    configBlob: config ? sha(config.oid) : null,
    contained:
      from !== null &&
      into !== null &&
      (compare?.headTarget.oid === from.sha
        ? compare.aheadBy === 0
        : await isAncestor(context, repo, from.sha, into.sha)),
  };
}

/** GitHub also answers for a name that only begins like a branch's. */
function tipOf(node: BranchNode | null, branch: string): Tip | null {
  if (node?.name !== branch || !node.target.tree) return null;
  return { sha: sha(node.target.oid), tree: sha(node.target.tree.oid) };
}
