import type { Commit } from '../git/git-repository.ts';
import type { GitObject } from '../git/object-reader.ts';
import { commitsBetween, mergeBase } from '../git/graph.ts';
import type { Repository } from '../model.ts';
import { resolveCommit } from '../operations/read-ref.ts';
import { iso } from '../render/iso.ts';
import { renderCheckRun } from '../render/check.ts';
import { connection, type PageArgs, type View } from './view.ts';

/** A branch or tag at a commit. */
export function refNode(view: View, repo: Repository, ref: string, sha: string): object {
  const [, prefix = '', name = ''] = /^(refs\/[^/]+\/)(.+)$/.exec(ref) ?? [];
  return {
    __typename: 'Ref',
    id: `REF_${Buffer.from(`${repo.id}:${ref}`).toString('base64url')}`,
    name,
    prefix,
    target: () => objectNode(view, repo, sha),
    compare: ({ headRef }: { headRef: string }) => comparisonNode(view, repo, sha, headRef),
  };
}

async function comparisonNode(
  view: View,
  repo: Repository,
  base: string,
  headRef: string,
): Promise<object | null> {
  const head = await resolveCommit(view.twin, repo, headRef);
  if (head === undefined) return null;
  const ahead = await commitsBetween(repo.git, [head], [base]);
  const behind = await commitsBetween(repo.git, [base], [head]);
  const status =
    ahead.length > 0
      ? behind.length > 0
        ? 'DIVERGED'
        : 'AHEAD'
      : behind.length > 0
        ? 'BEHIND'
        : 'IDENTICAL';
  const common = await mergeBase(repo.git, base, head);
  return {
    __typename: 'Comparison',
    id: `CMP_${base.slice(0, 8)}${head.slice(0, 8)}`,
    aheadBy: ahead.length,
    behindBy: behind.length,
    status,
    baseTarget: () => objectNode(view, repo, common ?? base),
    headTarget: () => objectNode(view, repo, head),
    commits: async (args: PageArgs) => {
      const commits = await Promise.all(ahead.toReversed().map((sha) => repo.git.commit(sha)));
      return connection(
        commits.flatMap((one) => (one ? [one] : [])),
        args,
        (one) => commitNode(view, repo, one),
      );
    },
  };
}

/** Any git object by sha or expression, or `null`. */
export async function objectNode(view: View, repo: Repository, revision: string): Promise<object | null> {
  const object = await repo.git.objects.read(revision);
  if (!object) return null;
  if (object.type !== 'commit') return plainNode(view, repo, object);
  const commit = await repo.git.commit(object.sha);
  return commit ? commitNode(view, repo, commit) : null;
}

function plainNode(view: View, repo: Repository, object: GitObject): object {
  const shared = {
    id: `GO_${object.sha}`,
    oid: object.sha,
    abbreviatedOid: object.sha.slice(0, 7),
    repository: null,
  };
  if (object.type === 'tree') return { __typename: 'Tree', ...shared };
  if (object.type === 'tag') {
    const target = /^object ([0-9a-f]{40})/.exec(object.data.toString())?.[1] ?? '';
    return { __typename: 'Tag', ...shared, target: () => objectNode(view, repo, target) };
  }
  const text = object.data.toString();
  return {
    __typename: 'Blob',
    ...shared,
    text,
    byteSize: object.data.length,
    isBinary: text.includes('\0'),
    isTruncated: false,
  };
}

export function commitNode(view: View, repo: Repository, commit: Commit): object {
  const person = (who: Commit['author']) => ({
    name: who.name,
    email: who.email,
    date: iso(who.date),
    user: null,
  });
  const [headline = ''] = commit.message.split('\n');
  return {
    __typename: 'Commit',
    id: `C_${commit.sha}`,
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    message: commit.message,
    messageHeadline: headline,
    messageBody: commit.message.slice(headline.length).trim(),
    committedDate: iso(commit.committer.date),
    authoredDate: iso(commit.author.date),
    author: person(commit.author),
    committer: person(commit.committer),
    tree: { __typename: 'Tree', id: `GO_${commit.tree}`, oid: commit.tree },
    parents: async (args: PageArgs) => {
      const parents = await Promise.all(commit.parents.map((sha) => repo.git.commit(sha)));
      return connection(
        parents.flatMap((one) => (one ? [one] : [])),
        args,
        (one) => commitNode(view, repo, one),
      );
    },
    checkSuites: (args: PageArgs & { filterBy?: { appId?: number } }) => suites(view, repo, commit.sha, args),
  };
}

function suites(
  { twin }: View,
  repo: Repository,
  sha: string,
  args: PageArgs & { filterBy?: { appId?: number } },
) {
  const found = repo.suites.filter(
    (suite) =>
      suite.headSha === sha && (args.filterBy?.appId === undefined || suite.app.id === args.filterBy.appId),
  );
  return connection(found, args, (suite) => ({
    id: suite.nodeId,
    databaseId: suite.id,
    status: suite.status.toUpperCase(),
    conclusion: suite.conclusion?.toUpperCase() ?? null,
    app: { id: `A_${suite.app.id}`, databaseId: suite.app.id, slug: suite.app.slug, name: suite.app.name },
    checkRuns: (inner: PageArgs) =>
      connection(
        repo.checkRuns.filter((run) => run.suite === suite),
        inner,
        (run) => ({
          __typename: 'CheckRun',
          id: run.nodeId,
          databaseId: run.id,
          name: run.name,
          externalId: run.externalId,
          status: run.status.toUpperCase(),
          conclusion: run.conclusion?.toUpperCase() ?? null,
          detailsUrl: renderCheckRun(twin, repo, run).details_url,
        }),
      ),
  }));
}
