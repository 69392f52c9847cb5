import type { CheckOutput } from '../core/model/effect.ts';
import type { RepoRef } from '../core/model/project.ts';
import { GitHubRefused } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';

/** GitHub's limit of a check run's summary. */
const SUMMARY_LIMIT = 65_535;

interface Known {
  readonly externalId: number | null;
  readonly key: string;
  readonly lookFirst: boolean;
}

/**
 * Brings a check run to its wanted state: one request, two with `lookFirst`. GitHub does not reliably reopen a completed
 * run (it keeps the conclusion, or answers `completed`), so where the answer disagrees a new run of the same name follows:
 * GitHub shows the newest one of a name.
 */
export async function publishCheck(
  context: GitHubContext,
  repo: RepoRef,
  check: CheckOutput,
  known: Known,
): Promise<number> {
  // After an unknown answer there may be a newer run than the one that is known.
  const found = known.lookFirst ? await findOwn(context, repo, check, known.key) : null;
  const id = found ?? known.externalId;
  if (id !== null && (await update(context, repo, check, id))) return id;
  const { data } = await context.client(repo.installationId).rest.checks.create({
    ...at(repo),
    name: check.name,
    head_sha: check.sha,
    external_id: known.key,
    ...stateOf(check),
  });
  return data.id;
}

/** False: this run cannot become what is wanted. */
async function update(
  context: GitHubContext,
  repo: RepoRef,
  check: CheckOutput,
  id: number,
): Promise<boolean> {
  const client = context.client(repo.installationId);
  try {
    const { data } = await client.rest.checks.update({ ...at(repo), check_run_id: id, ...stateOf(check) });
    return data.status === check.status && (check.status === 'completed' || data.conclusion === null);
  } catch (error) {
    const final = error instanceof GitHubRefused && (error.status === 404 || error.status === 422);
    if (final && (error.status === 404 || check.status !== 'completed')) return false;
    throw error;
  }
}

async function findOwn(
  context: GitHubContext,
  repo: RepoRef,
  check: CheckOutput,
  key: string,
): Promise<number | null> {
  const { data } = await context.client(repo.installationId).rest.checks.listForRef({
    ...at(repo),
    ref: check.sha,
    check_name: check.name,
    app_id: context.appId,
    filter: 'all',
    per_page: 100,
  });
  const own = data.check_runs.filter((run) => run.app?.id === context.appId && run.external_id === key);
  return own.length > 0 ? Math.max(...own.map((run) => run.id)) : null;
}

/** What creating and updating say alike. A conclusion would complete the run, so only a completed one names it. */
function stateOf(check: CheckOutput): {
  output: { title: string; summary: string };
  actions: { label: string; description: string; identifier: string }[];
} & (
  | { status: 'queued' | 'in_progress' }
  | { status: 'completed'; conclusion: NonNullable<CheckOutput['conclusion']> }
) {
  const shown = {
    output: { title: check.title, summary: check.summary.slice(0, SUMMARY_LIMIT) },
    actions: check.actions.map((action) => ({ ...action })),
  };
  if (check.status !== 'completed') return { status: check.status, ...shown };
  return { status: 'completed', conclusion: check.conclusion ?? 'neutral', ...shown };
}
