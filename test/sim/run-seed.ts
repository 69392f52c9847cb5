import type { FaultCounts } from './faults/fault-plan.ts';
import { watchWorld } from './invariants/watch-world.ts';
import type { PortMutant } from './mutants/port-mutants.ts';
import { checkLiveness, settleDown, sitOutAnOutage } from './settle-down.ts';
import { createWorld, type World } from './world.ts';
import { startWorkload } from './workload/start-workload.ts';

export interface SeedResult {
  readonly seed: number;
  readonly violation: World['violation'];
  readonly steps: number;
  readonly faults: number;
  readonly faultsByKind: FaultCounts;
  readonly landed: number;
  readonly ejected: number;
  readonly commands: number;
  readonly hash: string;
  readonly tail: readonly string[];
  readonly errors: readonly string[];
}

export interface SeedOptions {
  readonly print?: boolean;
  readonly portMutant?: PortMutant | null;
}

const BUSY_MS = 600_000;

/** One whole run: a busy world with faults, then calm, then the count. The seed decides everything. */
export async function runSeed(seed: number, options: SeedOptions = {}): Promise<SeedResult> {
  const world = createWorld({ seed, workers: 2 + (seed % 4), rollout: seed % 3 === 0, ...options });
  const recount = watchWorld(world);
  const { random, scheduler } = world;
  world.start();
  startWorkload(world, {
    lengthMs: BUSY_MS,
    faults: random.between(20, 45),
    mischief: random.between(6, 20),
  });
  const end = scheduler.now() + BUSY_MS;
  await scheduler.run(() => world.violation !== null || scheduler.now() >= end);
  if (!world.violation) await settleDown(world);
  if (!world.violation) await sitOutAnOutage(world);
  if (!world.violation) await checkLiveness(world);
  if (!world.violation) recount();
  return resultOf(seed, world);
}

function resultOf(seed: number, world: World): SeedResult {
  const { entries, commands } = world.database.tables;
  const struck = world.faults.struck();
  const count = (state: string) => [...entries.rows.values()].filter((row) => row.state === state).length;
  return {
    seed,
    violation: world.violation,
    steps: world.trace.steps(),
    faults: Object.values(struck).reduce((sum, one) => sum + one, 0),
    faultsByKind: struck,
    landed: count('landed'),
    ejected: count('ejected'),
    commands: commands.rows.size,
    hash: world.trace.hash(),
    tail: world.trace.tail(),
    errors: world.errors,
  };
}
