import type { Pull, Repository } from '../model.ts';
import { findLabel } from '../operations/labels.ts';
import { readRef } from '../operations/read-ref.ts';
import { iso } from '../render/iso.ts';
import { fullName } from '../render/repository.ts';
import { accountNode } from './account-node.ts';
import { objectNode, refNode } from './git-nodes.ts';
import { issueNode, labelNode, pullNode } from './issue-nodes.ts';
import { connection, type PageArgs, type View } from './view.ts';

export function repositoryNode(view: View, repo: Repository): object {
  const ref = (name: string): object | null => {
    const full = name.startsWith('refs/') ? name : `refs/heads/${name}`;
    const sha = readRef(view.twin, repo, full);
    return sha === undefined ? null : refNode(view, repo, full, sha);
  };
  return {
    __typename: 'Repository',
    id: repo.nodeId,
    databaseId: repo.id,
    name: repo.name,
    nameWithOwner: fullName(repo),
    url: `${view.twin.url}/${fullName(repo)}`,
    isArchived: repo.archived,
    isPrivate: repo.private,
    isFork: repo.fork,
    createdAt: iso(repo.createdAt),
    pushedAt: iso(repo.pushedAt),
    owner: () => accountNode(view, repo.owner),
    defaultBranchRef: () => ref(repo.defaultBranch),
    ref: ({ qualifiedName }: { qualifiedName: string }) => ref(qualifiedName),
    refs: (args: PageArgs & { refPrefix: string; query?: string }) => {
      const found = [...repo.refs]
        .filter(([name]) => name.startsWith(args.refPrefix) && name.includes(args.query ?? ''))
        .sort(([a], [b]) => a.localeCompare(b));
      return connection(found, args, ([name, sha]) => refNode(view, repo, name, sha));
    },
    object: ({ oid, expression }: { oid?: string; expression?: string }) =>
      objectNode(view, repo, oid ?? expression ?? ''),
    issue: ({ number }: { number: number }) => {
      const issue = repo.issues.get(number);
      if (issue && !issue.pull) return issueNode(view, issue);
      throw missing(`Could not resolve to an Issue with the number of ${number}.`);
    },
    pullRequest: ({ number }: { number: number }) => {
      const pull = repo.issues.get(number)?.pull;
      if (pull) return pullNode(view, pull);
      throw missing(`Could not resolve to a PullRequest with the number of ${number}.`);
    },
    issueOrPullRequest: ({ number }: { number: number }) => {
      const issue = repo.issues.get(number);
      if (!issue)
        throw missing(`Could not resolve to an issue or pull request with the number of ${number}.`);
      return issue.pull ? pullNode(view, issue.pull) : issueNode(view, issue);
    },
    issues: (args: PageArgs & { states?: string[]; labels?: string[]; filterBy?: { since?: string } }) => {
      const found = [...repo.issues.values()].filter(
        (issue) =>
          !issue.pull &&
          (!args.states || args.states.includes(issue.state.toUpperCase())) &&
          (!args.labels || issue.labels.some((label) => args.labels?.includes(label.name))) &&
          (!args.filterBy?.since || issue.updatedAt.getTime() >= Date.parse(args.filterBy.since)),
      );
      return connection(found, args, (issue) => issueNode(view, issue));
    },
    pullRequests: (args: PageArgs & { states?: string[]; baseRefName?: string; headRefName?: string }) => {
      const found = [...repo.issues.values()].flatMap(({ pull }) => (pull && fits(pull, args) ? [pull] : []));
      return connection(found, args, (pull) => pullNode(view, pull));
    },
    label: ({ name }: { name: string }) => {
      const label = findLabel(repo, name);
      return label ? labelNode(label) : null;
    },
    labels: (args: PageArgs & { query?: string }) =>
      connection(
        repo.labels.filter((label) => label.name.includes(args.query ?? '')),
        args,
        labelNode,
      ),
  };
}

function fits(pull: Pull, args: { states?: string[]; baseRefName?: string; headRefName?: string }): boolean {
  const state = pull.mergedAt ? 'MERGED' : pull.issue.state.toUpperCase();
  if (args.states && !args.states.includes(state)) return false;
  if (args.baseRefName != null && pull.baseRef !== args.baseRefName) return false;
  return args.headRefName == null || pull.headRef === args.headRefName;
}

/** GitHub's error for what does not exist. */
export function missing(message: string): Error {
  return Object.assign(new Error(message), { extensions: { type: 'NOT_FOUND' } });
}
