import { sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { GitHubReader } from '../ports.ts';
import { GitHubRefused } from '../ports.ts';
import { at, repositoryKey } from './context.ts';
import type { GitHubContext } from './context.ts';
import { query } from './graphql.ts';

interface ConfigBlob {
  readonly oid: string;
  readonly text?: string | null;
  readonly isTruncated?: boolean;
}

interface Answer {
  readonly repository: {
    readonly id: string;
    readonly defaultBranchRef: {
      readonly name: string;
      readonly target: {
        readonly oid: string;
        readonly file?: { readonly object: ConfigBlob | null } | null;
      };
    } | null;
    readonly config: ConfigBlob | null;
  } | null;
}

// `HEAD` of a repository is its default branch. The file of the tip says the same, should GitHub ever think otherwise.
const QUERY = `query ($owner: String!, $name: String!) {
  repository(owner: $owner, name: $name) {
    id
    defaultBranchRef {
      name
      target {
        oid
        ... on Commit { file(path: ".github/flotilla.yml") { object { oid ... on Blob { text isTruncated } } } }
      }
    }
    config: object(expression: "HEAD:.github/flotilla.yml") { oid ... on Blob { text isTruncated } }
  }
}`;

/** The configuration on the default branch. One request; a second one when the file is too large or binary. */
export async function readConfig(
  context: GitHubContext,
  repo: RepoRef,
): ReturnType<GitHubReader['readConfig']> {
  const client = context.client(repo.installationId);
  const { repository } = await query<Answer>({ client, clock: context.clock }, QUERY, {
    owner: repo.owner,
    name: repo.name,
  });
  if (!repository) throw new GitHubRefused('the repository is not there, or not ours to see', 404);
  context.repositoryIds.set(repositoryKey(repo), repository.id);
  const branch = repository.defaultBranchRef;
  // A repository without a commit has no default branch to read yet.
  if (!branch) return { defaultBranch: 'main', tip: null, text: null, blob: null };
  const found = branch.target.file?.object ?? repository.config;
  return {
    defaultBranch: branch.name,
    tip: sha(branch.target.oid),
    text: found ? await textOf(context, repo, found) : null,
    blob: found ? sha(found.oid) : null,
  };
}

async function textOf(context: GitHubContext, repo: RepoRef, blob: ConfigBlob): Promise<string> {
  if (typeof blob.text === 'string' && !blob.isTruncated) return blob.text;
  const { data } = await context
    .client(repo.installationId)
    .rest.git.getBlob({ ...at(repo), file_sha: blob.oid });
  return Buffer.from(data.content, 'base64').toString('utf8');
}
