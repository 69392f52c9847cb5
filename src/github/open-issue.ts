import type { EffectBody } from '../core/model/effect.ts';
import type { RepoRef } from '../core/model/project.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { hiddenMarker, withMarker } from './hidden-marker.ts';

/** Opens an issue, once. One request; with `lookFirst` one more, for the newest 100 issues. Answers its number. */
export async function openIssue(
  context: GitHubContext,
  repo: RepoRef,
  { title, body, labels }: Extract<EffectBody, { kind: 'issue' }>,
  { key, lookFirst }: { key: string; lookFirst: boolean },
): Promise<number> {
  const made = lookFirst ? await findOwn(context, repo, key) : null;
  if (made !== null) return made;
  const { data } = await context.client(repo.installationId).rest.issues.create({
    ...at(repo),
    title,
    body: withMarker(body, key),
    labels: [...labels],
  });
  return data.number;
}

/** Only an issue that this App itself wrote: anybody may copy a marker. */
async function findOwn(context: GitHubContext, repo: RepoRef, key: string): Promise<number | null> {
  const { data } = await context.client(repo.installationId).rest.issues.listForRepo({
    ...at(repo),
    state: 'all',
    sort: 'created',
    direction: 'desc',
    per_page: 100,
  });
  const own = data.find(
    (issue) =>
      issue.performed_via_github_app?.id === context.appId &&
      (issue.body ?? '').trimEnd().endsWith(hiddenMarker(key)),
  );
  return own?.number ?? null;
}
