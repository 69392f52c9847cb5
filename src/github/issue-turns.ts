import type { IssueTurn } from '../core/model/issue-turn.ts';
import type { RepoRef } from '../core/model/project.ts';
import { ACTOR_FIELDS, graphqlAccount, type GraphqlActor } from './account.ts';
import type { GitHubContext } from './context.ts';
import { query } from './graphql.ts';

interface TurnNode {
  readonly kind: 'LabeledEvent' | 'UnlabeledEvent' | 'ReopenedEvent';
  readonly createdAt: string;
  readonly actor: GraphqlActor | null;
  readonly label?: { readonly name: string };
}

interface Answer {
  readonly repository: {
    readonly issueOrPullRequest: {
      readonly timelineItems: { readonly nodes: readonly (TurnNode | null)[] | null };
    } | null;
  } | null;
}

const TOLD = `createdAt actor { ${ACTOR_FIELDS} }`;
const TIMELINE = `timelineItems(last: 100, itemTypes: [LABELED_EVENT, UNLABELED_EVENT, REOPENED_EVENT]) {
  nodes {
    kind: __typename
    ... on LabeledEvent { ${TOLD} label { name } }
    ... on UnlabeledEvent { ${TOLD} label { name } }
    ... on ReopenedEvent { ${TOLD} }
  }
}`;
const QUERY = `query ($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    issueOrPullRequest(number: $number) {
      ... on Issue { ${TIMELINE} }
      ... on PullRequest { ${TIMELINE} }
    }
  }
}`;

const ACTIONS = { LabeledEvent: 'labeled', UnlabeledEvent: 'unlabeled', ReopenedEvent: 'reopened' } as const;

/**
 * Who clicked what on an issue or pull request, the earliest first. The list of issues tells what is so and not by whom;
 * REST has the history as well, but the oldest first and by the page.
 */
export async function issueTurns(
  context: GitHubContext,
  repo: RepoRef,
  number: number,
  selfLogin: string,
): Promise<readonly IssueTurn[]> {
  const client = context.client(repo.installationId);
  const { repository } = await query<Answer>({ client, clock: context.clock }, QUERY, {
    owner: repo.owner,
    name: repo.name,
    number,
  });
  return (repository?.issueOrPullRequest?.timelineItems.nodes ?? []).flatMap((node) => {
    if (!node) return [];
    const by = graphqlAccount(node.actor);
    const bySelf = by.isBot && by.login === selfLogin;
    const label = node.label?.name ?? null;
    return [{ action: ACTIONS[node.kind], label, by, bySelf, at: new Date(node.createdAt) }];
  });
}
