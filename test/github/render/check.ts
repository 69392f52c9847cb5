import type { CheckRun, CheckSuite, Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { renderApp } from './app.ts';
import { iso, isoOrNull } from './iso.ts';
import { renderMinimalRepository, fullName, repoUrl } from './repository.ts';

/** The open pull requests of the same repository whose head is this branch and commit, in the short form of checks. */
export function pullsOfHead(twin: Twin, repo: Repository, sha: string, branch?: string | null) {
  const short = (of: Repository) => ({ id: of.id, url: repoUrl(twin, of), name: of.name });
  return [...repo.issues.values()]
    .flatMap((issue) => (issue.pull && issue.state === 'open' ? [issue.pull] : []))
    .filter(
      (pull) => pull.headSha === sha && (branch === undefined || branch === null || pull.headRef === branch),
    )
    .map((pull) => ({
      url: `${repoUrl(twin, repo)}/pulls/${pull.issue.number}`,
      id: pull.id,
      number: pull.issue.number,
      head: { ref: pull.headRef, sha: pull.headSha, repo: short(pull.headRepo) },
      base: { ref: pull.baseRef, sha: pull.baseSha, repo: short(repo) },
    }));
}

export function renderCheckRun(twin: Twin, repo: Repository, run: CheckRun, o: { webhook?: boolean } = {}) {
  const url = `${repoUrl(twin, repo)}/check-runs/${run.id}`;
  const page = `${twin.url}/${fullName(repo)}/runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: page,
    details_url: run.detailsUrl ?? page,
    status: run.status,
    conclusion: run.conclusion,
    started_at: iso(run.startedAt),
    completed_at: isoOrNull(run.completedAt),
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: 0,
      annotations_url: `${url}/annotations`,
    },
    check_suite: o.webhook ? renderSimpleSuite(twin, repo, run.suite) : { id: run.suite.id },
    app: renderApp(twin, run.app),
    pull_requests: pullsOfHead(twin, repo, run.headSha, run.suite.headBranch),
  };
}

function renderSimpleSuite(twin: Twin, repo: Repository, suite: CheckSuite) {
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    status: suite.status,
    conclusion: suite.conclusion,
    url: `${repoUrl(twin, repo)}/check-suites/${suite.id}`,
    before: suite.before,
    after: suite.headSha,
    pull_requests: pullsOfHead(twin, repo, suite.headSha, suite.headBranch),
    app: renderApp(twin, suite.app),
    created_at: iso(suite.createdAt),
    updated_at: iso(suite.updatedAt),
  };
}

/** `headCommit` is the short commit that suites and workflow runs carry. */
export function renderCheckSuite(twin: Twin, repo: Repository, suite: CheckSuite, headCommit: ShortCommit) {
  const runs = repo.checkRuns.filter((run) => run.suite === suite);
  return {
    ...renderSimpleSuite(twin, repo, suite),
    latest_check_runs_count: runs.length,
    check_runs_url: `${repoUrl(twin, repo)}/check-suites/${suite.id}/check-runs`,
    head_commit: headCommit,
    repository: renderMinimalRepository(twin, repo),
    rerequestable: true,
    runs_rerequestable: true,
  };
}

export interface ShortCommit {
  readonly id: string;
  readonly tree_id: string;
  readonly message: string;
  readonly timestamp: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly committer: { readonly name: string; readonly email: string };
}

/** The short commit of suites and runs. */
export async function shortCommit(repo: Repository, sha: string): Promise<ShortCommit> {
  const commit = await repo.git.commit(sha);
  if (!commit) throw new Error(`No commit ${sha} in ${fullName(repo)}`);
  return {
    id: sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: iso(commit.committer.date),
    author: { name: commit.author.name, email: commit.author.email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}
