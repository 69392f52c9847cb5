import { expect } from 'vitest';
import { repositoryConfig } from '../../src/config/repository-config.ts';
import type { GateConfig } from '../../src/core/model/repository-config.ts';
import { isAncestor } from '../github/git/graph.ts';
import type { CheckRun, WorkflowRun } from '../github/model.ts';
import type { Move } from './witness.ts';
import type { World } from './world.ts';

interface EntryRow {
  readonly id: number;
  readonly pull: number;
  readonly state: string;
  readonly head: string;
  readonly branch: string;
  readonly attempt: number;
  readonly candidate: string | null;
  readonly landed: string | null;
  readonly blob: string | null;
}

type Watched = Pick<World, 'repo' | 'github' | 'database' | 'witness'>;

/**
 * The promises about landings, recounted from git and from what CI said, after every flow test: what the App put on a
 * branch was tested as it is, once, on top of what was there; nothing is left behind; tables and GitHub agree.
 */
export async function expectInvariants(world: Watched): Promise<void> {
  const entries = await entriesOf(world);
  for (const move of world.witness.moves) await expectTested(world, move, entries);
  await expectForwards(world);
  expectLandedOnce(world, entries);
  expectTidy(world, entries);
  expectSaidOnce(world);
}

/** I1: a merge of an entry's head into the tip, tested under a candidate ref, or the very tree of a tested head. */
async function expectTested(
  world: Watched,
  { branch, before, after }: Move,
  entries: readonly EntryRow[],
): Promise<void> {
  const { repo, witness } = world;
  const entry = entries.find((one) => one.landed === after);
  expect(entry, `${after} is on ${branch} and no entry landed it`).toBeDefined();
  if (!entry) return;
  expect(entry.branch, 'the lane').toBe(branch);
  expect(await repo.parentsOf(after), `the parents of ${after}`).toEqual([before, entry.head]);
  const candidateBranch = witness.candidates.get(after);
  expect(candidateBranch, `${after} was never a candidate`).toBeDefined();
  const gates = await gatesOf(world, entry);
  expect(gates.length, 'a landing without gates').toBeGreaterThan(0);
  if (gates.every((gate) => passed(world, gate, after, candidateBranch ?? ''))) return;
  const headRef = repo.pull(entry.pull).headRef;
  const inherited = gates.filter((gate) => !passed(world, gate, entry.head, headRef));
  expect(inherited, `gates that ${after} landed without`).toEqual([]);
  expect(await repo.treeOf(after), 'the tree that the head was tested with').toBe(
    await repo.treeOf(entry.head),
  );
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
async function expectForwards({ repo, witness }: Watched): Promise<void> {
  for (const { branch, before, after } of witness.moves) {
    expect(await isAncestor(repo.state.git, before, after), `${branch} moved backwards`).toBe(true);
  }
}

/** I2, and the tables agree: one landing per entry, and each of them shows as merged. */
function expectLandedOnce({ repo, witness }: Watched, entries: readonly EntryRow[]): void {
  const landed = entries.filter((entry) => entry.state === 'landed');
  const moved = witness.moves.map(({ branch, after }) => `${branch} ${after}`);
  expect(moved.sort(), 'landings').toEqual(landed.map((entry) => `${entry.branch} ${entry.landed}`).sort());
  const heads = landed.map(({ branch, head }) => `${branch} ${head}`);
  expect(heads.length, 'a head that landed twice').toBe(new Set(heads).size);
  for (const entry of landed) {
    const pull = repo.pull(entry.pull);
    if (pull.headSha !== entry.head || pull.baseRef !== entry.branch) continue;
    expect(pull.mergedAt, `#${entry.pull} landed and is not merged`).toBeDefined();
  }
}

/** Nothing of ours stays behind but the candidates under test. */
function expectTidy({ repo }: Watched, entries: readonly EntryRow[]): void {
  const wanted = entries
    .filter(({ state }) => state === 'testing' || state === 'landing')
    .map(({ id, attempt }) => `flotilla/candidate/${id}-${attempt}`);
  const left = repo.branches().filter((branch) => branch.startsWith('flotilla/'));
  expect(
    left.filter((branch) => !wanted.includes(branch)),
    'branches left behind',
  ).toEqual([]);
}

/** I9: every comment of ours carries the name of its effect, and is there once. */
function expectSaidOnce({ repo, github }: Watched): void {
  const said = [...repo.state.comments.values()]
    .filter(({ user }) => user.login === `${github.appSlug}[bot]`)
    .map(({ body, issue }) => `#${issue.number} ${/<!-- flotilla:(.*?) -->/.exec(body)?.[1] ?? body}`);
  expect(
    said.filter((one, at) => said.indexOf(one) !== at),
    'comments said twice',
  ).toEqual([]);
}

async function entriesOf({ database, repo }: Watched): Promise<readonly EntryRow[]> {
  const { rows } = await database.pool.query<EntryRow>(
    `select e.id::integer, p.number as pull, e.state, e.head_sha as head, l.branch, e.attempt,
            e.candidate_sha as candidate, e.landed_sha as landed, e.config_blob as blob
       from merge_entries e
       join pull_requests p on p.id = e.pull_id
       join lanes l on l.id = e.lane_id
       join projects j on j.id = l.project_id
      where j.repo_id = $1::bigint
      order by e.id`,
    [repo.id],
  );
  return rows;
}
