import { sha } from '../core/model/ids.ts';
import type { RepoRef } from '../core/model/project.ts';
import type { BoardIssue } from '../core/plan/board.ts';
import { markOf } from '../core/plan/plan-mark.ts';
import type { PlanBoard } from '../ports.ts';
import { at } from './context.ts';
import type { GitHubContext } from './context.ts';
import { readConfig } from './read-config.ts';

/**
 * Everything that a plan made in a repository: one request per 100 labels and per 100 issues and pull requests, one for
 * the configuration, and one for each issue that waits for others. Marks count only in issues that our App wrote.
 */
export async function readBoard(context: GitHubContext, repo: RepoRef): ReturnType<PlanBoard['read']> {
  const client = context.client(repo.installationId);
  const [config, labels, found] = await Promise.all([
    readConfig(context, repo),
    client.paginate(client.rest.issues.listLabelsForRepo, { ...at(repo), per_page: 100 }),
    client.paginate(client.rest.issues.listForRepo, { ...at(repo), state: 'all', per_page: 100 }),
  ]);
  const all = found.filter((one) => !one.pull_request).sort((a, b) => a.number - b.number);
  const issues: BoardIssue[] = [];
  const others: { number: number; title: string }[] = [];
  for (const one of all) {
    const mark = one.performed_via_github_app?.id === context.appId ? markOf(one.body ?? '') : null;
    if (!mark) {
      if (one.state === 'open') others.push({ number: one.number, title: one.title });
      continue;
    }
    const waits = one.issue_dependencies_summary?.total_blocked_by ?? 1;
    issues.push({
      number: one.number,
      id: one.id,
      title: one.title,
      body: one.body ?? '',
      mark,
      state: stateOf(one.state, one.state_reason),
      labels: one.labels.flatMap((label) => (typeof label === 'string' ? label : label.name) ?? []),
      parent: parentIn(repo, one.parent_issue_url),
      blockedBy: waits === 0 ? [] : await blockers(context, repo, one.number),
    });
  }
  return {
    defaultBranch: config.defaultBranch,
    tip: config.tip === null ? null : sha(config.tip),
    configText: config.text,
    labels: labels.map(({ name }) => name),
    issues,
    others,
  };
}

function stateOf(state: string, reason: string | null | undefined): BoardIssue['state'] {
  if (state === 'open') return 'open';
  return reason === 'not_planned' || reason === 'duplicate' ? 'not_planned' : 'completed';
}

/** Numbers mean something in their own repository only. */
function parentIn(repo: RepoRef, url: string | null | undefined): number | null {
  const match = /\/repos\/([^/]+\/[^/]+)\/issues\/(\d+)$/.exec(url ?? '');
  return match && isHere(repo, match[1]) ? Number(match[2]) : null;
}

async function blockers(context: GitHubContext, repo: RepoRef, issue: number): Promise<readonly number[]> {
  const client = context.client(repo.installationId);
  const found = await client.paginate(client.rest.issues.listDependenciesBlockedBy, {
    ...at(repo),
    issue_number: issue,
    per_page: 100,
  });
  return found
    .filter((one) => isHere(repo, one.repository_url.split('/').slice(-2).join('/')))
    .map(({ number }) => number);
}

function isHere({ owner, name }: RepoRef, fullName: string | undefined): boolean {
  return fullName?.toLowerCase() === `${owner}/${name}`.toLowerCase();
}
