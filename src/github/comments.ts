import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { hiddenMarker, withMarker } from './hidden-marker.ts';

interface Wanted {
  readonly issue: number;
  readonly body: string;
  readonly key: string;
}

/** Posts a comment, once. One request; with `lookFirst` also one per 100 comments of the thread. */
export async function postComment(
  context: GitHubContext,
  repo: RepoRef,
  wanted: Wanted,
  { lookFirst }: { lookFirst: boolean },
): Promise<number> {
  const sent = lookFirst ? await findOwn(context, repo, wanted) : null;
  return sent?.id ?? (await post(context, repo, wanted));
}

/** Brings the one comment of a thread to its newest form: edits it where it is known or found, else posts it. */
export async function keepComment(
  context: GitHubContext,
  repo: RepoRef,
  wanted: Wanted,
  { externalId, lookFirst }: { externalId: number | null; lookFirst: boolean },
): Promise<number> {
  if (externalId !== null && (await edit(context, repo, wanted, externalId))) return externalId;
  // Where the one that is known was deleted, an earlier try may have posted another, unheard.
  const sent = lookFirst ? await findOwn(context, repo, wanted, externalId) : null;
  if (!sent) return post(context, repo, wanted);
  if (sent.body !== withMarker(wanted.body, wanted.key)) await edit(context, repo, wanted, sent.id);
  return sent.id;
}

async function post(context: GitHubContext, repo: RepoRef, { issue, body, key }: Wanted): Promise<number> {
  const { data } = await context.client(repo.installationId).rest.issues.createComment({
    ...at(repo),
    issue_number: issue,
    body: withMarker(body, key),
  });
  return data.id;
}

/** False: somebody deleted the comment. */
async function edit(context: GitHubContext, repo: RepoRef, wanted: Wanted, id: number): Promise<boolean> {
  try {
    await context.client(repo.installationId).rest.issues.updateComment({
      ...at(repo),
      comment_id: id,
      body: withMarker(wanted.body, wanted.key),
    });
    return true;
  } catch (error) {
    if (error instanceof GitHubRefused && error.status === 404) return false;
    throw error;
  }
}

/** The newest comment with the marker that this App itself wrote: anybody may copy a marker. `gone`: not that one. */
async function findOwn(
  context: GitHubContext,
  repo: RepoRef,
  { issue, key }: Wanted,
  gone: number | null = null,
): Promise<{ id: number; body: string } | null> {
  const client = context.client(repo.installationId);
  const marker = hiddenMarker(key);
  const found = await client.paginate(
    client.rest.issues.listComments,
    { ...at(repo), issue_number: issue, per_page: 100 },
    ({ data }) =>
      data
        .filter((comment) => comment.performed_via_github_app?.id === context.appId)
        .map(({ id, body }) => ({ id, body: body ?? '' }))
        .filter(({ id, body }) => id !== gone && body.trimEnd().endsWith(marker)),
  );
  return found.at(-1) ?? null;
}
