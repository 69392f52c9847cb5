import { isDeepStrictEqual } from 'node:util';
import { repositoryConfig } from '../../src/config/repository-config.ts';
import type { GateConfig } from '../../src/core/model/repository-config.ts';
import { isAncestor } from '../github/git/graph.ts';
import type { CheckRun, WorkflowRun } from '../github/model.ts';
import type { TestDatabase } from './database.ts';
import type { Move } from './witness.ts';
import type { World } from './world.ts';

interface EntryRow {
  readonly id: number;
  /** Null: it brings another branch's code. */
  readonly pull: number | null;
  readonly state: string;
  readonly reason: string | null;
  readonly head: string;
  readonly branch: string;
  readonly attempt: number;
  readonly candidate: string | null;
  readonly landed: string | null;
  readonly blob: string | null;
}

export type Watched = Pick<World, 'repo' | 'witness'> & {
  readonly github: { readonly appSlug: string };
  readonly database: Pick<TestDatabase, 'pool'>;
};

/** Whether it holds; what is wrong if not, with what was found. */
type Demand = (holds: boolean, what: string, found?: unknown) => boolean;

/**
 * The promises about landings, recounted from git and from what CI said: what the App put on a branch was tested as it
 * is, once, on top of what was there; nothing is left behind; tables and GitHub agree. Answers those that do not hold,
 * in sentences.
 */
export async function brokenPromises(world: Watched): Promise<readonly string[]> {
  const broken: string[] = [];
  const demand: Demand = (holds, what, found) => {
    if (!holds) broken.push(found === undefined ? what : `${what}: ${JSON.stringify(found)}`);
    return holds;
  };
  const entries = await entriesOf(world);
  for (const move of world.witness.moves) await demandTested(world, move, entries, demand);
  await demandForwards(world, demand);
  await demandLandedOnce(world, entries, demand);
  demandTidy(world, entries, demand);
  demandSaidOnce(world, demand);
  return broken;
}

/** I1: a merge of an entry's head into the tip, tested under a candidate ref, or the very tree of a tested head. */
async function demandTested(
  world: Watched,
  { branch, before, after }: Move,
  entries: readonly EntryRow[],
  demand: Demand,
): Promise<void> {
  const { repo, witness } = world;
  const entry = entries.find((one) => one.landed === after || one.candidate === after);
  demand(entry !== undefined, `${after} is on ${branch} and no entry landed it`);
  if (!entry) return;
  demand(entry.branch === branch, `${after} is on ${branch}, its entry in the lane of ${entry.branch}`);
  const parents = await repo.parentsOf(after);
  demand(
    isDeepStrictEqual(parents, [before, entry.head]),
    `the parents of ${after} are not the tip and the head`,
    parents,
  );
  const candidateBranch = witness.candidates.get(after);
  demand(candidateBranch !== undefined, `${after} was never a candidate`);
  const gates = await gatesOf(world, entry);
  demand(gates.length > 0, `${after} landed without gates`);
  if (gates.every((gate) => passed(world, gate, after, candidateBranch ?? ''))) return;
  if (!demand(entry.pull !== null, `${after} brought another branch's code without gates of its own`)) return;
  const { headRef } = repo.pull(entry.pull ?? 0);
  const inherited = gates.filter((gate) => !passed(world, gate, entry.head, headRef));
  demand(inherited.length === 0, `gates that ${after} landed without`, inherited);
  const trees = [await repo.treeOf(after), await repo.treeOf(entry.head)];
  demand(trees[0] === trees[1], `${after} landed with another tree than its head was tested with`, trees);
}

/** The gates by which it was judged, read from the file itself. */
async function gatesOf({ repo }: Watched, { blob }: EntryRow): Promise<readonly GateConfig[]> {
  const file = await repo.state.git.objects.read(blob ?? '');
  const config = repositoryConfig.parse(file?.data.toString() ?? '');
  return config.ok ? config.value.gates : [];
}

function passed({ repo }: Watched, gate: GateConfig, commit: string, branch: string): boolean {
  const ok = ({ conclusion }: { readonly conclusion: string | null }): boolean =>
    conclusion === 'success' || (conclusion === 'skipped' && gate.skipped === 'pass');
  if (gate.kind === 'app') {
    const checks = repo.state.checkRuns.filter(
      (check: CheckRun) =>
        check.headSha === commit && check.app.slug === gate.app && check.name === gate.check,
    );
    const newest = checks.at(-1);
    return newest?.status === 'completed' && ok(newest);
  }
  const name = new RegExp(`^${gate.job.replace(/[^\w*]/g, '\\$&').replaceAll('*', '.*')}$`);
  return repo.state.runs.some((run: WorkflowRun) => {
    if (run.headSha !== commit || run.headBranch !== branch || run.event !== 'push') return false;
    if (!run.workflow.path.endsWith(`/${gate.workflow}`) || run.status !== 'completed') return false;
    const jobs = run.jobs.filter((job) => name.test(job.name));
    return jobs.length > 0 && jobs.every(ok);
  });
}

/** I4: what somebody else did not rewrite, nobody lost. */
async function demandForwards({ repo, witness }: Watched, demand: Demand): Promise<void> {
  for (const { branch, before, after } of witness.moves) {
    demand(await isAncestor(repo.state.git, before, after), `${branch} moved backwards to ${after}`);
  }
}

/** I2, and the tables agree: one landing per entry, and each of them shows as merged. */
async function demandLandedOnce(world: Watched, entries: readonly EntryRow[], demand: Demand): Promise<void> {
  const { repo, witness } = world;
  const landed = entries.filter((entry) => entry.state === 'landed');
  const gone = await missedOnes(world, entries);
  const moved = witness.moves
    .filter((move) => !gone.includes(move))
    .map(({ branch, after }) => `${branch} ${after}`)
    .sort();
  const known = landed.map((entry) => `${entry.branch} ${entry.landed}`).sort();
  demand(isDeepStrictEqual(moved, known), 'git and the tables differ in what landed', { moved, known });
  const heads: string[] = [];
  for (const entry of landed)
    if (!(await takenBack(world, entry))) heads.push(`${entry.branch} ${entry.head}`);
  demand(heads.length === new Set(heads).size, 'a head landed twice', repeated(heads));
  for (const entry of landed) {
    if (entry.pull === null) continue;
    const pull = repo.pull(entry.pull);
    if (pull.headSha !== entry.head || pull.baseRef !== entry.branch) continue;
    demand(pull.mergedAt !== undefined, `#${entry.pull} landed and is not merged`);
  }
}

/** Another branch's code is brought once more where somebody moved the branch back from it. */
async function takenBack({ repo }: Watched, { pull, branch, landed }: EntryRow): Promise<boolean> {
  const tip = repo.branchTip(branch);
  if (pull !== null || landed === null || tip === undefined) return false;
  return !(await isAncestor(repo.state.git, landed, tip));
}

/** Moves that somebody else undid before Flotilla saw them: their entries have left their lanes for just that. */
async function missedOnes(
  { repo, witness }: Watched,
  entries: readonly EntryRow[],
): Promise<readonly Move[]> {
  const gone: Move[] = [];
  for (const move of witness.moves) {
    const entry = entries.find(({ candidate }) => candidate === move.after);
    if (entry?.state !== 'ejected' || entry.reason !== 'internal') continue;
    for (const { branch, after } of witness.others)
      if (branch === move.branch && !(await isAncestor(repo.state.git, move.after, after))) gone.push(move);
  }
  return gone;
}

/** Nothing of ours stays behind but the candidates under test. */
function demandTidy({ repo }: Watched, entries: readonly EntryRow[], demand: Demand): void {
  const wanted = entries
    .filter(({ state }) => state === 'testing' || state === 'landing')
    .map(({ id, attempt }) => `flotilla/candidate/${id}-${attempt}`);
  const left = repo.branches().filter((branch) => branch.startsWith('flotilla/') && !wanted.includes(branch));
  demand(left.length === 0, 'branches were left behind', left);
}

/** I9: every comment of ours carries the name of its effect, and is there once. */
function demandSaidOnce({ repo, github }: Watched, demand: Demand): void {
  const said = [...repo.state.comments.values()]
    .filter(({ user }) => user.login === `${github.appSlug}[bot]`)
    .map(({ body, issue }) => `#${issue.number} ${/<!-- flotilla:(.*?) -->/.exec(body)?.[1] ?? body}`);
  demand(said.length === new Set(said).size, 'comments were made twice', repeated(said));
}

function repeated(items: readonly string[]): readonly string[] {
  return items.filter((one, at) => items.indexOf(one) !== at);
}

async function entriesOf({ database, repo }: Watched): Promise<readonly EntryRow[]> {
  const { rows } = await database.pool.query<EntryRow>(
    `select e.id::integer, p.number as pull, e.state, e.reason, e.head_sha as head, l.branch, e.attempt,
            e.candidate_sha as candidate, e.landed_sha as landed, e.config_blob as blob
       from merge_entries e
       left join pull_requests p on p.id = e.pull_id
       join lanes l on l.id = e.lane_id
       join projects j on j.id = l.project_id
      where j.repo_id = $1::bigint
      order by e.id`,
    [repo.id],
  );
  return rows;
}
