import type { RepoRef } from '../core/model/project.ts';
import { labelChanges } from '../core/label-changes.ts';
import type { EffectBody } from '../core/model/effect.ts';
import type { GitHubContext } from './context.ts';
import { createLabel } from './ensure-labels.ts';
import { mutate, query, refusal } from './graphql.ts';

interface Label {
  readonly id: string;
  readonly name: string;
}

interface Answer {
  readonly repository:
    | ({
        readonly issue: {
          readonly id: string;
          /** Of an issue alone. */
          readonly state?: 'OPEN' | 'CLOSED';
          readonly labels: { readonly nodes: readonly (Label | null)[] | null } | null;
        } | null;
      } & { readonly [label: `label${number}`]: Label | null })
    | null;
}

type Wanted = Extract<EffectBody, { kind: 'labels' }>;

/**
 * Gives an issue, or a pull request, the labels of one family and may close it: one request to look, and one to
 * change what must change. A label that the repository lacks costs one more.
 */
export async function setLabels(context: GitHubContext, repo: RepoRef, wanted: Wanted): Promise<void> {
  const api = { client: context.client(repo.installationId), clock: context.clock };
  const { repository } = await query<Answer>(api, lookQuery(wanted.want.length), {
    owner: repo.owner,
    name: repo.name,
    number: wanted.issue,
    ...Object.fromEntries(wanted.want.map((name, index) => [`name${index}`, name])),
  });
  const issue = repository?.issue;
  if (!issue) throw refusal([{ type: 'NOT_FOUND', message: `there is no issue ${wanted.issue}` }]);

  const present = (issue.labels?.nodes ?? []).filter((label) => label !== null);
  const changes = labelChanges(
    present.map(({ name }) => name),
    wanted,
  );
  const remove = present.filter(({ name }) => changes.remove.includes(name));
  const add: string[] = [];
  for (const name of changes.add)
    add.push(repository[`label${wanted.want.indexOf(name)}`]?.id ?? (await makeLabel(context, repo, name)));
  const close = wanted.close && issue.state === 'OPEN';
  if (add.length + remove.length === 0 && !close) return;
  const sent = await mutate(api, changeMutation({ add: add.length > 0, remove: remove.length > 0, close }), {
    issue: issue.id,
    ...(add.length > 0 ? { add } : {}),
    ...(remove.length > 0 ? { remove: remove.map(({ id }) => id) } : {}),
  });
  if (!sent.ok) throw refusal(sent.error);
}

async function makeLabel(context: GitHubContext, repo: RepoRef, name: string): Promise<string> {
  const id = await createLabel(context, repo, { name, color: 'ededed' });
  // Somebody made it a moment ago: the next attempt finds it.
  if (id === null) throw new Error(`label ${name} appeared meanwhile`);
  return id;
}

function lookQuery(labels: number): string {
  const indexes = Array.from({ length: labels }, (_, index) => index);
  return `query ($owner: String!, $name: String!, $number: Int!${indexes.map((i) => `, $name${i}: String!`).join('')}) {
  repository(owner: $owner, name: $name) {
    issue: issueOrPullRequest(number: $number) {
      ... on Issue { id state labels(first: 100) { nodes { id name } } }
      ... on PullRequest { id labels(first: 100) { nodes { id name } } }
    }
    ${indexes.map((i) => `label${i}: label(name: $name${i}) { id name }`).join('\n    ')}
  }
}`;
}

function changeMutation({ add, remove, close }: { add: boolean; remove: boolean; close: boolean }): string {
  const variables = ['$issue: ID!', add && '$add: [ID!]!', remove && '$remove: [ID!]!'].filter(Boolean);
  const changes = [
    add && 'addLabelsToLabelable(input: { labelableId: $issue, labelIds: $add }) { clientMutationId }',
    remove &&
      'removeLabelsFromLabelable(input: { labelableId: $issue, labelIds: $remove }) { clientMutationId }',
    close && 'closeIssue(input: { issueId: $issue, stateReason: COMPLETED }) { clientMutationId }',
  ].filter(Boolean);
  return `mutation (${variables.join(', ')}) {\n  ${changes.join('\n  ')}\n}`;
}
