import { watchWorld } from '../invariants/watch-world.ts';
import { startCi } from '../memory-github/ci.ts';
import type { Random } from '../random.ts';
import { checkLiveness } from '../settle-down.ts';
import { createWorld, type World } from '../world.ts';
import { createPoints } from './points.ts';
import { STALL_MS, type PointFault } from './point-fault.ts';
import { isAtRest, runUntil } from './run-until.ts';
import type { Scenario } from './scenario.ts';

/** One world for all: what differs between two runs is the fault alone. */
const SEED = 11;
const STORY_MS = 400_000;
/** Every worker sweeps twice in that time, and replicas have caught up. */
const CALM_MS = 31_000;
/** A landing with its gates, from the very beginning. */
const ANEW_MS = 120_000;

export interface PointResult {
  readonly violation: World['violation'];
  /** What each numbered call was. */
  readonly labels: readonly string[];
  readonly tail: readonly string[];
}

/** Tells a scenario once, with a fault at one of its calls, and holds the end against everything that was promised. */
export async function runPoint(
  scenario: Scenario,
  strike: { readonly at: number; readonly fault: PointFault } | null,
  print = false,
): Promise<PointResult> {
  const points = createPoints(strike, scenario.twice ?? false);
  const world = createWorld({ seed: SEED, workers: 2, print, interleaving: 0, portMutant: points.ports });
  const recount = watchWorld(world);
  world.start();
  startCi(world.github, world.scheduler, steady(world.random));
  await scenario.arrange(world);
  points.begin(world);
  scenario.act(world);
  const begun = world.scheduler.now();
  // A stall is waited for: it may end after everybody else has finished.
  const isThawed = () => strike?.fault !== 'stall' || points.labels.length < strike.at || thawed(world);
  await runUntil(world, STORY_MS, () => scenario.isOver(world) && isAtRest(world) && isThawed());
  const labels = [...points.labels];
  if (strike && labels.length < strike.at)
    world.fail('points', `call ${strike.at} never came in ${world.scheduler.now() - begun} ms`);
  if (!world.violation) await calmDown(world, scenario);
  if (!world.violation) await checkLiveness(world);
  if (!world.violation) recount();
  const problem = world.violation ? null : scenario.problem(world);
  if (problem !== null) world.fail('outcome', problem);
  return { violation: world.violation, labels, tail: world.trace.tail() };
}

/**
 * After one fault nothing is dead, held or paused: all it takes is that GitHub sends again what was never taken in. A
 * story that only begins then needs its time, too.
 */
async function calmDown(world: World, scenario: Scenario): Promise<void> {
  world.webhooks.redeliver();
  let over = false;
  world.scheduler.after(CALM_MS, 'calm', () => {
    over = true;
  });
  await runUntil(world, CALM_MS + ANEW_MS, () => over && scenario.problem(world) === null);
}

function thawed({ programs, scheduler }: World): boolean {
  return programs.every(({ runner }) => runner.frozenUntil + STALL_MS / 10 < scheduler.now());
}

/** Tests that fail now and then are another story. */
function steady(random: Random): Random {
  return { ...random.fork('ci'), chance: () => false };
}
