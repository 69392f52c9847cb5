import { emit, receiverOf } from '../hooks/emit.ts';
import type { Actor, AppIdentity, CheckRun, CheckSuite, Repository } from '../model.ts';
import { renderCheckRun, renderCheckSuite, shortCommit } from '../render/check.ts';
import { nodeId, type Twin } from '../twin.ts';

export interface CheckFields {
  readonly name?: string;
  readonly status?: CheckRun['status'];
  readonly conclusion?: string;
  readonly externalId?: string;
  readonly detailsUrl?: string;
  readonly output?: {
    readonly title?: string | null;
    readonly summary?: string | null;
    readonly text?: string | null;
  };
  readonly actions?: readonly unknown[];
  readonly startedAt?: Date;
  readonly completedAt?: Date;
}

export function createSuite(
  twin: Twin,
  repo: Repository,
  o: { app: AppIdentity; headSha: string; headBranch: string | null; before: string | null },
): CheckSuite {
  const id = twin.nextId();
  const now = twin.now();
  const suite: CheckSuite = {
    id,
    nodeId: nodeId('CS', id),
    ...o,
    status: 'queued',
    conclusion: null,
    createdAt: now,
    updatedAt: now,
  };
  repo.suites.push(suite);
  return suite;
}

/** A push makes one empty suite for our App, if it may write checks, and asks it for runs. */
export async function requestSuites(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: { branch: string; before: string | undefined; after: string },
): Promise<void> {
  if (receiverOf(twin, repo)?.permissions.checks !== 'write') return;
  if (repo.suites.some((suite) => suite.app.id === twin.app.id && suite.headSha === o.after)) return;
  const suite = createSuite(twin, repo, {
    app: twin.app,
    headSha: o.after,
    headBranch: o.branch,
    before: o.before ?? '0'.repeat(40),
  });
  await emitSuite(twin, repo, actor, suite, 'requested');
}

/** Adds a run to the App's suite of that commit; GitHub hangs it on any suite of that App and commit. */
export async function createCheckRun(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  o: CheckFields & { app: AppIdentity; name: string; headSha: string; suite?: CheckSuite },
): Promise<CheckRun> {
  const suite = o.suite ?? suiteFor(twin, repo, o.app, o.headSha);
  const id = twin.nextId();
  const run: CheckRun = {
    id,
    nodeId: nodeId('CR', id),
    suite,
    app: o.app,
    headSha: o.headSha,
    name: o.name,
    status: 'queued',
    conclusion: null,
    externalId: o.externalId ?? '',
    detailsUrl: null,
    startedAt: o.startedAt ?? twin.now(),
    completedAt: undefined,
    output: { title: null, summary: null, text: null },
    actions: [],
  };
  repo.checkRuns.push(run);
  twin.nodes.set(run.nodeId, { type: 'CheckRun', entity: run, repo });
  assign(twin, run, o);
  emitCheckRun(twin, repo, actor, run, 'created');
  await afterChange(twin, repo, actor, run, run.status === 'completed');
  return run;
}

export async function updateCheckRun(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  run: CheckRun,
  o: CheckFields,
): Promise<void> {
  const wasCompleted = run.status === 'completed';
  assign(twin, run, o);
  await afterChange(twin, repo, actor, run, run.status === 'completed' && !wasCompleted);
}

function assign(twin: Twin, run: CheckRun, o: CheckFields): void {
  run.name = o.name ?? run.name;
  run.externalId = o.externalId ?? run.externalId;
  run.detailsUrl = o.detailsUrl ?? run.detailsUrl;
  run.actions = o.actions ?? run.actions;
  run.output = { ...run.output, ...o.output };
  // A conclusion completes the run by itself; going back to another status takes the conclusion away.
  const status = o.conclusion === undefined ? (o.status ?? run.status) : 'completed';
  run.conclusion = status === 'completed' ? (o.conclusion ?? run.conclusion) : null;
  run.completedAt = status === 'completed' ? (o.completedAt ?? run.completedAt ?? twin.now()) : undefined;
  run.status = status;
}

async function afterChange(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  run: CheckRun,
  completedNow: boolean,
): Promise<void> {
  if (completedNow) emitCheckRun(twin, repo, actor, run, 'completed');
  // Actions completes its suites with the workflow run, not with the last job.
  if (run.app.id !== twin.actionsApp.id) await settleSuite(twin, repo, actor, run.suite);
}

/** Brings the suite to what its runs say; `check_suite.completed` when the last one ended. */
export async function settleSuite(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  suite: CheckSuite,
): Promise<void> {
  const runs = repo.checkRuns.filter((run) => run.suite === suite);
  const done = runs.length > 0 && runs.every((run) => run.status === 'completed');
  const before = suite.status;
  suite.status = done ? 'completed' : 'in_progress';
  suite.conclusion = done ? rollUp(runs.map((run) => run.conclusion)) : null;
  suite.updatedAt = twin.now();
  if (done && before !== 'completed') await emitSuite(twin, repo, actor, suite, 'completed');
}

/** The conclusion of many: the worst wins; skipped and neutral count as success unless there is nothing else. */
export function rollUp(conclusions: readonly (string | null)[]): string {
  for (const bad of ['action_required', 'timed_out', 'failure', 'cancelled', 'stale'])
    if (conclusions.includes(bad)) return bad;
  return conclusions.length > 0 && conclusions.every((one) => one === 'skipped') ? 'skipped' : 'success';
}

function suiteFor(twin: Twin, repo: Repository, app: AppIdentity, headSha: string): CheckSuite {
  const known = repo.suites.find((suite) => suite.app.id === app.id && suite.headSha === headSha);
  if (known) return known;
  const branch =
    [...repo.refs].find(([ref, tip]) => ref.startsWith('refs/heads/') && tip === headSha)?.[0].slice(11) ??
    null;
  return createSuite(twin, repo, { app, headSha, headBranch: branch, before: null });
}

/** `check_run.<action>`; `requested_action` and `rerequested` come from a person at GitHub's page. */
export function emitCheckRun(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  run: CheckRun,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  extra: Record<string, unknown> = {},
): void {
  emit(twin, repo, actor, 'check_run', () => ({
    action,
    check_run: renderCheckRun(twin, repo, run, { webhook: true }),
    ...extra,
  }));
}

export async function emitSuite(
  twin: Twin,
  repo: Repository,
  actor: Actor,
  suite: CheckSuite,
  action: 'requested' | 'completed' | 'rerequested',
): Promise<void> {
  const commit = await shortCommit(repo, suite.headSha);
  emit(twin, repo, actor, 'check_suite', () => ({
    action,
    check_suite: renderCheckSuite(twin, repo, suite, commit),
  }));
}
