import type { Decide } from '../github/actions/script-actions.ts';
import type { Issue, Pull } from '../github/model.ts';
import type { TwinUser } from '../github/start-github.ts';
import { flotillaConfig } from './world-files.ts';
import type { World } from './world.ts';

/** What agents and maintainers do in most flows about landing. */
export const EPIC_1 = 'epic-1/repositories';
export const EPIC_2 = 'epic-2/services';

export type Proposal = Issue & { readonly pull: Pull };

/** CI of a candidate waits for the test; everything else is green at once. */
export const candidatesWait: Decide = (_job, _sha, branch) => (isCandidate(branch) ? 'pending' : 'success');

export function isCandidate(branch: string): boolean {
  return branch.startsWith('flotilla/candidate/');
}

/** Another `.github/flotilla.yml` on the default branch: the usual one with these parts, or a text of its own. */
export async function configure(
  world: World,
  change: Parameters<typeof flotillaConfig>[1] | ((text: string) => string),
): Promise<void> {
  const text = typeof change === 'function' ? change(flotillaConfig(world)) : flotillaConfig(world, change);
  await world.repo.pushFiles({ branch: 'main', files: { '.github/flotilla.yml': text }, by: 'mona' });
  await world.settle();
}

/** An issue that an agent has claimed. */
export async function claimed(
  world: World,
  {
    epic = '1',
    by = world.agentD,
    title = 'Write the parser',
  }: { epic?: string; by?: TwinUser; title?: string } = {},
): Promise<Issue> {
  const issue = world.repo.openIssue({ title, labels: [`epic:${epic}`] });
  world.repo.comment(issue, by, '/claim');
  await world.settle();
  return issue;
}

export interface Work {
  readonly by?: TwinUser;
  readonly files?: Readonly<Record<string, string | null>>;
  readonly base?: string;
  /** Where the branch starts; the base unless told. */
  readonly from?: string;
  readonly draft?: boolean;
  readonly body?: string;
}

/** `issue`: claimed already; else one of that epic is opened and claimed. */
type TaskWork = Work & { readonly epic?: string; readonly issue?: Issue };

/** The agent's pull request for an issue, on a branch that names it; nothing has been made of it yet. */
export async function opened(world: World, issue: Issue, work: Work = {}): Promise<Proposal> {
  const {
    by = world.agentD,
    base = EPIC_1,
    files = { [`src/task-${issue.number}.ts`]: 'export {};\n' },
  } = work;
  const branch = branchFor(issue, by);
  await world.repo.pushFiles({ branch, from: work.from ?? base, files, by });
  return world.repo.openPull({
    title: issue.title,
    head: branch,
    base,
    by,
    draft: work.draft ?? false,
    body: work.body ?? `Task: #${issue.number}`,
  });
}

/** What an agent does with git and GitHub, whichever way it asks Flotilla: it works where its brief says. */
export async function doTheWork(world: World, push: { branch: string; base: string }): Promise<Proposal> {
  const { agentD: by, repo } = world;
  const files = { 'src/parser.ts': 'export const parser = 1;\n' };
  await repo.pushFiles({ branch: push.branch, from: push.base, files, by });
  return repo.openPull({ title: 'Write the parser', head: push.branch, base: push.base, by });
}

/** The same, after everything that follows from it. */
export async function proposed(world: World, issue: Issue, work: Work = {}): Promise<Proposal> {
  const pull = await opened(world, issue, work);
  await world.settle();
  return pull;
}

/** A claimed task and its pull request. */
export async function taskWithPull(world: World, work: TaskWork = {}): Promise<Proposal> {
  const { epic, by, issue } = work;
  const task = issue ?? (await claimed(world, { ...(epic ? { epic } : {}), ...(by ? { by } : {}) }));
  return proposed(world, task, work);
}

/** Its candidate is under test, because the base has moved on since it began. */
export async function underTest(world: World, work: TaskWork = {}): Promise<Proposal> {
  const from = world.repo.branchTip(work.base ?? EPIC_1) ?? '';
  await moveBase(world, work.base);
  return taskWithPull(world, { from, ...work });
}

let moves = 0;

/** Somebody else's commit on the target branch. */
export async function moveBase(world: World, branch: string = EPIC_1): Promise<string> {
  const name = `news/${(moves += 1)}.md`;
  return world.repo.pushFiles({ branch, files: { [name]: 'Moved on.\n' }, by: world.maintainer });
}

export function branchFor({ number }: { readonly number: number }, by: { readonly login: string }): string {
  return `${by.login.replace('[bot]', '')}/${number}-work`;
}

/** A new commit on the pull request's branch. */
export async function pushMore(
  world: World,
  { pull }: Proposal,
  files: Work['files'] = { 'src/more.ts': 'export {};\n' },
): Promise<string> {
  return world.repo.pushFiles({ branch: pull.headRef, files, by: pull.issue.user });
}

/** Ends the jobs of the candidate under test, all alike, and lets everything follow. */
export async function conclude(world: World, conclusion: 'success' | 'failure' = 'success'): Promise<void> {
  const live = new Set(candidateBranches(world));
  const branch = world.actions.pending().find((job) => live.has(job.branch))?.branch;
  if (branch === undefined) throw new Error('no candidate is under test');
  await world.actions.finish({ branch }, conclusion);
  await world.settle();
}

export interface SeenEntry {
  readonly state: string;
  readonly reason: string | null;
  readonly attempt: number;
  readonly held: boolean;
}

/** Every stay of a pull request in its lane, oldest first. */
export async function stays(
  { database }: World,
  { number }: { readonly number: number },
): Promise<readonly SeenEntry[]> {
  const { rows } = await database.pool.query<SeenEntry>(
    `select e.state, e.reason, e.attempt, e.held
       from merge_entries e join pull_requests p on p.id = e.pull_id
      where p.number = $1::integer
      order by e.id`,
    [number],
  );
  return rows;
}

/** The state of the newest stay, with its reason once it has ended; `none`: never in a lane. */
export async function standing(world: World, pull: { readonly number: number }): Promise<string> {
  const last = (await stays(world, pull)).at(-1);
  if (!last) return 'none';
  return last.reason ?? last.state;
}

/** The newest `Flotilla` check of a commit. */
export function check(
  world: World,
  sha: string,
): {
  readonly title: string;
  readonly summary: string;
  readonly conclusion: string | null;
  readonly id: number;
} {
  const run = world.repo.checkRuns(sha, 'Flotilla').at(-1);
  if (!run) throw new Error('there is no Flotilla check');
  const { output, conclusion, id } = run;
  return { id, conclusion, title: output.title ?? '', summary: output.summary ?? '' };
}

export function candidateBranches({ repo }: World): readonly string[] {
  return repo.branches().filter(isCandidate);
}

/** First-parent commits of an epic branch that are not on the default branch, newest first. */
export async function landings({ repo }: World, branch: string = EPIC_1): Promise<readonly string[]> {
  const start = new Set(await repo.firstParentCommits('main'));
  return (await repo.firstParentCommits(branch)).filter((sha) => !start.has(sha));
}
