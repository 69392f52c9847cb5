import type { Trigger } from './watch-triggers.ts';

/** What the expressions of a run may look at before its jobs add their own. */
export function runValues(
  { event, sha, branch, baseBranch }: Omit<Trigger, 'file'>,
  repository: string,
): Readonly<Record<string, unknown>> {
  const forPull = { head_ref: baseBranch === undefined ? '' : branch, base_ref: baseBranch ?? '' };
  const ref = `refs/heads/${branch}`;
  return {
    github: { event_name: event, sha, ref, ref_name: branch, repository, ...forPull },
    runner: { os: 'Linux' },
  };
}
