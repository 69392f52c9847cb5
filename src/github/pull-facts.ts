import { sha } from '../core/model/ids.ts';
import type { Sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { PullFacts, PullSnapshot, Review } from '../core/model/pull.ts';
import { ACTOR_FIELDS, graphqlAccount } from './account.ts';
import type { GraphqlActor } from './account.ts';
import { at, repositoryKey } from './context.ts';
import type { GitHubContext } from './context.ts';
import { query } from './graphql.ts';

interface Oid {
  readonly oid: string;
}

interface PullNode {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly isDraft: boolean;
  readonly merged: boolean;
  readonly headRefOid: string;
  readonly headRefName: string;
  readonly baseRefName: string;
  readonly isCrossRepository: boolean;
  readonly updatedAt: string;
  readonly author: GraphqlActor | null;
  readonly commits: {
    readonly nodes: readonly ({ readonly commit: Oid & { readonly tree: Oid } } | null)[] | null;
  };
  readonly latestOpinionatedReviews: { readonly nodes: readonly (ReviewNode | null)[] | null } | null;
}

interface ReviewNode {
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED' | 'PENDING';
  readonly author: GraphqlActor | null;
  readonly commit: Oid | null;
}

interface Comparison {
  readonly behindBy: number;
  readonly baseTarget: Oid;
  readonly headTarget: Oid;
}

interface Answer {
  readonly repository: {
    readonly id: string;
    readonly config: Oid | null;
    readonly defaultBranchRef: { readonly target: { readonly file?: Oid | null } | null } | null;
    readonly pullRequest: PullNode | null;
    readonly target: {
      readonly name: string;
      readonly target: Oid & { readonly tree?: Oid };
      readonly compare: Comparison | null;
    } | null;
    readonly candidate?: { readonly target: Oid } | null;
  } | null;
}

const QUERY = `query ($owner: String!, $name: String!, $number: Int!, $target: String!, $pullRef: String!,
  $candidate: String!, $withCandidate: Boolean!) {
  repository(owner: $owner, name: $name) {
    id
    config: object(expression: "HEAD:.github/flotilla.yml") { oid }
    defaultBranchRef { target { ... on Commit { file(path: ".github/flotilla.yml") { oid } } } }
    pullRequest(number: $number) {
      number title body state isDraft merged headRefOid headRefName baseRefName isCrossRepository updatedAt
      author { ${ACTOR_FIELDS} }
      commits(last: 1) { nodes { commit { oid tree { oid } } } }
      latestOpinionatedReviews(first: 100, writersOnly: true) {
        nodes { state author { ${ACTOR_FIELDS} } commit { oid } }
      }
    }
    target: ref(qualifiedName: $target) {
      name
      target { oid ... on Commit { tree { oid } } }
      compare(headRef: $pullRef) { behindBy baseTarget { oid } headTarget { oid } }
    }
    candidate: ref(qualifiedName: $candidate) @include(if: $withCandidate) { target { oid } }
  }
}`;

/**
 * Everything that decides about one pull request, in one request. `refs/pull/<n>/head` is what GitHub keeps for every
 * pull request, so the comparison needs no earlier answer; it trails a push for a moment, and then counts for nothing.
 */
export async function pullFacts(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
  options: { target: string; candidateBranch?: string },
): Promise<PullFacts | null> {
  const client = context.client(repo.installationId);
  const { repository } = await query<Answer>({ client, clock: context.clock }, QUERY, {
    owner: repo.owner,
    name: repo.name,
    number,
    target: `refs/heads/${options.target}`,
    pullRef: `refs/pull/${number}/head`,
    candidate: `refs/heads/${options.candidateBranch ?? options.target}`,
    withCandidate: options.candidateBranch !== undefined,
  });
  const pull = repository?.pullRequest;
  if (!repository || !pull) return null;
  context.repositoryIds.set(repositoryKey(repo), repository.id);

  const head = sha(pull.headRefOid);
  const target = repository.target?.name === options.target ? repository.target : null;
  const tree = target?.target.tree;
  const comparison = target && (target.compare ?? (await compare(context, repo, options.target, head)));
  const config = repository.config ?? repository.defaultBranchRef?.target?.file;
  return {
    pull: snapshotOf(pull, head),
    reviews: reviewsOf(pull),
    target: target && tree ? { sha: sha(target.target.oid), tree: sha(tree.oid) } : null,
    candidate: repository.candidate ? sha(repository.candidate.target.oid) : null,
    configBlob: config ? sha(config.oid) : null,
    upToDate: comparison !== null && contains(comparison, { head, tip: target?.target.oid }),
    headTree: await headTreeOf(context, repo, pull, head),
  };
}

const COMPARE = `query ($owner: String!, $name: String!, $target: String!, $head: String!) {
  repository(owner: $owner, name: $name) {
    target: ref(qualifiedName: $target) {
      compare(headRef: $head) { behindBy baseTarget { oid } headTarget { oid } }
    }
  }
}`;

/** The comparison by commit, for a server that does not compare with `refs/pull/<n>/head`. */
async function compare(
  context: GitHubContext,
  repo: RepoRef,
  target: string,
  head: Sha,
): Promise<Comparison | null> {
  const answer = await query<{ repository: { target: { compare: Comparison | null } | null } | null }>(
    { client: context.client(repo.installationId), clock: context.clock },
    COMPARE,
    { owner: repo.owner, name: repo.name, target: `refs/heads/${target}`, head },
  );
  return answer.repository?.target?.compare ?? null;
}

/** Only a comparison of exactly these two commits counts: either ref may have moved, or trail a push. */
function contains(comparison: Comparison, { head, tip }: { head: Sha; tip: string | undefined }): boolean {
  const same = comparison.headTarget.oid === head && comparison.baseTarget.oid === tip;
  return same && comparison.behindBy === 0;
}

async function headTreeOf(context: GitHubContext, repo: RepoRef, pull: PullNode, head: Sha): Promise<Sha> {
  const last = pull.commits.nodes?.at(-1)?.commit;
  if (last?.oid === head) return sha(last.tree.oid);
  // The list of commits trails a push, or ends at its limit.
  const client = context.client(repo.installationId);
  const { data } = await client.rest.git.getCommit({ ...at(repo), commit_sha: head });
  return sha(data.tree.sha);
}

function snapshotOf(pull: PullNode, head: Sha): PullSnapshot {
  return {
    number: pull.number,
    title: pull.title,
    body: pull.body,
    state: pull.merged || pull.state === 'MERGED' ? 'merged' : pull.state === 'OPEN' ? 'open' : 'closed',
    draft: pull.isDraft,
    head,
    headRef: pull.headRefName,
    baseRef: pull.baseRefName,
    fork: pull.isCrossRepository,
    author: graphqlAccount(pull.author),
    updatedAt: new Date(pull.updatedAt),
  };
}

const REVIEW_STATES = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes_requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
  PENDING: null,
} as const;

function reviewsOf(pull: PullNode): readonly Review[] {
  return (pull.latestOpinionatedReviews?.nodes ?? []).flatMap((review) => {
    const state = review && REVIEW_STATES[review.state];
    if (!state) return [];
    return [
      { by: graphqlAccount(review.author), state, commit: review.commit ? sha(review.commit.oid) : null },
    ];
  });
}
