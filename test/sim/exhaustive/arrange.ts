import type { Account } from '../../../src/core/model/actor.ts';
import type { Sha } from '../../../src/core/model/ids.ts';
import { isGreen } from '../memory-github/ci.ts';
import { CONFIG_PATH } from '../memory-github/create-memory-github.ts';
import type { Tree } from '../memory-github/git.ts';
import { DEFAULT_BRANCH } from '../memory-github/github-model.ts';
import { ADMIN, AGENTS } from '../people.ts';
import { EPICS, firstConfig } from '../sim-config.ts';
import { pushTo } from '../workload/edits.ts';
import type { World } from '../world.ts';
import { isAtRest, runUntil } from './run-until.ts';

export const ISSUE = 1;
export const TARGET = EPICS[0].branch;
export const BRANCH = `agent-a/${ISSUE}-work`;
const SETUP_MS = 300_000;

export function agent(index: number): Account {
  const found = AGENTS[index];
  if (!found) throw new Error(`there is no agent ${index}`);
  return found;
}

/** Waits for what must come true while nothing goes wrong. */
export async function reach(world: World, what: string, done: () => boolean): Promise<void> {
  if (!(await runUntil(world, SETUP_MS, done))) throw new Error(`the scenario does not get to where ${what}`);
}

/** The same, with nothing left to be handled or sent. */
export function settle(world: World, what: string, done: () => boolean): Promise<void> {
  return reach(world, what, () => done() && isAtRest(world));
}

/** A repository that was taken in, with leases that outlast the story, and one open task. */
export async function openTask(world: World, body = 'Do it.'): Promise<void> {
  const { github, database } = world;
  const tip = github.tip(DEFAULT_BRANCH);
  if (tip === null) throw new Error('there is no default branch');
  const known = firstConfig();
  // A story is about one pull request: what epics take from each other is for the seeds.
  const epics = known.epics.map((epic) => ({ ...epic, sync: [] }));
  const config = { ...known, epics, claims: { leaseMs: 24 * 3_600_000, warnMs: 60_000 } };
  pushTo(world, ADMIN, DEFAULT_BRANCH, tip, { [CONFIG_PATH]: JSON.stringify(config) });
  await settle(world, 'the target branch exists', () => github.tip(TARGET) !== null);
  github.openIssue({ title: 'Write the parser', body, labels: ['epic:1'] }, world.by(ADMIN));
  await settle(world, 'the task is known', () => database.tables.tasks.rows.size === 1);
}

/** The same, in the hands of the first agent. */
export async function heldTask(world: World, body?: string): Promise<void> {
  await openTask(world, body);
  world.github.comment(ISSUE, '/claim', world.by(agent(0)));
  await settle(world, 'the task is held', () => world.database.tables.assignments.rows.size === 1);
}

/** What `who` makes of `path` on top of a commit, such that every gate approves of the whole. */
function greenChange(world: World, who: string, path: string, on: Sha): Tree {
  const { git } = world.github;
  for (let number = 1; ; number += 1) {
    const change = { [path]: `${path} by ${who}, ${number}` };
    if (isGreen({ ...git.treeOf(on), ...change })) return change;
  }
}

/** Pushed work of the first agent, whose own runs passed. */
export async function pushedWork(world: World, path = 'src/parser'): Promise<void> {
  const { github } = world;
  const base = mustTip(world, TARGET);
  pushTo(world, agent(0), BRANCH, base, greenChange(world, 'agent-a', path, base));
  const head = mustTip(world, BRANCH);
  await settle(world, 'the head is tested', () => {
    const runs = github.runs.filter(({ run }) => run.get().sha === head && run.get().completed);
    return runs.length > 0 && github.checks.some((one) => one.sha === head && isDone(one.state.get()));
  });
}

function isDone({ status }: { readonly status: string }): boolean {
  return status === 'completed';
}

export function openPull(world: World): void {
  const pull = { title: 'Write the parser', body: `Task: #${ISSUE}`, draft: false };
  world.github.openPull({ ...pull, headRef: BRANCH, baseRef: TARGET }, world.by(agent(0)));
}

/** Somebody else's work reaches the target first. */
export function moveTarget(world: World, path: string): void {
  const base = mustTip(world, TARGET);
  // Fine by itself, and fine together with what the agent did.
  const head = world.github.tip(BRANCH);
  const beside = head === null ? base : head;
  pushTo(world, ADMIN, TARGET, base, greenChange(world, 'ada', path, beside));
}

export function mustTip({ github }: World, branch: string): Sha {
  const tip = github.tip(branch);
  if (tip === null) throw new Error(`there is no branch ${branch}`);
  return tip;
}
