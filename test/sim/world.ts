import type { LaneId } from '../../src/core/model/ids.ts';
import { importRepository } from '../../src/usecases/import-repository.ts';
import type { Bell, RefUpdate } from '../../src/ports.ts';
import { createLocalBudget } from '../../src/process/local-budget.ts';
import { createDoorbell } from './doorbell.ts';
import { createFaultPlan, type FaultPlan } from './faults/fault-plan.ts';
import { createFaultyConnection } from './faults/faulty-connection.ts';
import { createFaultyGitHub } from './faults/faulty-github.ts';
import type { Watch } from './invariants/watch.ts';
import { startCi } from './memory-github/ci.ts';
import { CONFIG_PATH, createMemoryGitHub, REPOSITORY } from './memory-github/create-memory-github.ts';
import { createGitHubModel, DEFAULT_BRANCH, type GitHubModel } from './memory-github/github-model.ts';
import type { By } from './memory-github/records.ts';
import { createVersioned } from './memory-github/versioned.ts';
import { createMemoryStore } from './memory-store/create-memory-store.ts';
import { createDatabase, type Database } from './memory-store/database.ts';
import { ADMIN, PERMISSIONS } from './people.ts';
import type { PortMutant } from './mutants/port-mutants.ts';
import { createProgram, type Program } from './program.ts';
import { createRandom, type Random } from './random.ts';
import { createScheduler, type Runner, type Scheduler } from './scheduler.ts';
import { createSimLog } from './silent-log.ts';
import { firstConfig } from './sim-config.ts';
import { SIM_LIMITS } from './sim-limits.ts';
import { createTrace, type Trace } from './trace.ts';
import { createRollout, type Rollout } from './versions/rollout.ts';
import { ambush } from './workload/ambush.ts';
import { createWebhooks, type Webhooks } from './webhooks.ts';

export const START = Date.UTC(2026, 0, 5, 8);

/** Everything that is simulated for one seed. */
export interface World {
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly database: Database;
  readonly github: GitHubModel;
  readonly webhooks: Webhooks;
  readonly faults: FaultPlan;
  readonly programs: readonly Program[];
  /** Which versions of the program there are. */
  readonly rollout: Rollout;
  /** How far each program's clock is off. */
  readonly skews: Map<string, number>;
  /** Calls that reached GitHub, and rate limits that were met, for the invariants. */
  watch: Watch;
  /** What went wrong for good; the run stops at the first. */
  violation: { readonly invariant: string; readonly message: string } | null;
  readonly fail: (invariant: string, message: string) => void;
  readonly by: (account: By['account']) => By;
  readonly start: () => void;
  /** Kills a program and starts it anew a while later. */
  readonly kill: (runner: Runner) => void;
  errors: string[];
}

export interface WorldOptions {
  readonly seed: number;
  readonly workers: number;
  readonly print?: boolean;
  readonly portMutant?: PortMutant | null;
  readonly interleaving?: number;
  /** Whether there are two versions of the program; only one unless told. */
  readonly rollout?: boolean;
}

export function createWorld(options: WorldOptions): World {
  const random = createRandom(options.seed);
  const trace = createTrace(START, options.print);
  const scheduler = createScheduler(START, random.fork('schedule'), trace);
  const chance = random.fork('chance');
  const faults = createFaultPlan(random.fork('faults'));
  const interleaving = options.interleaving ?? random.pick([0, 0.02, 0.05, 0.15]);
  const database = createDatabase(scheduler.now, (runner) => scheduler.turn(runner, 'has waited'));
  const github = createGitHubModel(scheduler.now);
  const programs: (Program | null)[] = [];
  const rollout = createRollout(random.fork('versions'), options.rollout ?? false);
  const skews = new Map<string, number>();
  const limit = { until: 0 };
  const budget = createLocalBudget(SIM_LIMITS, scheduler.now);
  const mutant = options.portMutant ?? null;
  let ids = 0;

  for (const { account, permission } of PERMISSIONS)
    github.permissions.set(account.id, createVersioned(START, permission));

  const bell = createDoorbell({
    scheduler,
    random: chance.fork('bell'),
    strike: () => faults.strike('bell'),
    listeners: () => programs.filter((program) => program !== null),
  });
  const web: Runner = { name: 'web', alive: true, frozenUntil: 0 };
  const inbox = storeOf(web).inbox;
  const webhooks = createWebhooks({
    scheduler,
    random: chance.fork('webhooks'),
    strike: () => faults.strike('delivery'),
    async receive(delivery) {
      if (mutant?.receive) return mutant.receive(world, delivery, (changed) => inbox.store([changed]), bell);
      await inbox.store([delivery]);
      bell({ kind: 'deliveries' });
    },
  });
  github.onEvent = (event, by) => webhooks.send(event, by);

  function storeOf(runner: Runner) {
    const skewed = () => scheduler.now() + (skews.get(runner.name) ?? 0);
    const store = createMemoryStore(
      mutant?.applicationClock ? { ...database, now: skewed } : database,
      createFaultyConnection({
        runner,
        scheduler,
        random: chance,
        interleaving,
        strike(what) {
          const fault = faults.strike('commit');
          if (fault) trace.add(scheduler.now(), `FAULT ${runner.name} ${what}: ${fault}`);
          // Whoever takes deliveries in neither freezes nor dies here: its connection may be lost.
          return runner === web && fault ? (fault.endsWith('before') ? 'lost_before' : 'lost_after') : fault;
        },
        crash: () => crash(runner),
        ring: (rung: Bell) => bell(rung),
      }),
    );
    return mutant?.store?.(store, runner, bell, () => world) ?? store;
  }

  function crash(runner: Runner): Promise<never> {
    world.kill(runner);
    return new Promise(() => undefined);
  }

  function boot(index: number): void {
    const runner: Runner = { name: `w${index}`, alive: true, frozenUntil: 0 };
    const version = rollout.next();
    if (world.programs.some((other) => other.version !== version)) faults.count('two versions at once');
    const twin = createMemoryGitHub(github, runner.name, faults.lag);
    const faulty = createFaultyGitHub(mutant?.github?.(twin, world, runner) ?? twin, {
      runner,
      scheduler,
      random: chance,
      limit,
      budget,
      strike(where, method) {
        const fault = faults.strike(where);
        if (fault) trace.add(scheduler.now(), `FAULT ${runner.name} ${method}: ${fault}`);
        return fault;
      },
      ambush: (args) => ambush(world, args[1] as readonly RefUpdate[]),
      crash: () => crash(runner),
      sent: (method, args) => world.watch.sent(runner, method, args),
      seen: (method, args, answer) => world.watch.call(runner, method, args, answer),
      paid: (cost) => world.watch.paid(cost),
      busy: (method, args, until, asked) => world.watch.busy(method, args, until, asked),
    });
    const program = createProgram({
      runner,
      scheduler,
      random: chance,
      store: storeOf(runner),
      github: faulty,
      log: createSimLog((message, data) => note(runner, message, data)),
      skew: () => skews.get(runner.name) ?? 0,
      newId() {
        ids += 1;
        return `id-${ids}`;
      },
      payload: (guid) => webhooks.payload(guid.split(' ')[0] ?? guid),
      sweeps: mutant?.sweeps ?? true,
      version,
    });
    programs[index] = program;
    program.start();
  }

  function note(runner: Runner, message: string, data: object): void {
    const error = 'err' in data && data.err instanceof Error ? `${data.err.name}: ${data.err.message}` : '';
    trace.add(scheduler.now(), `LOG ${runner.name} ${message} ${error}`);
    if (world.errors.length < 200) world.errors.push(`${message}: ${error}`);
  }

  const world: World = {
    random: random.fork('workload'),
    scheduler,
    trace,
    database,
    github,
    webhooks,
    faults,
    rollout,
    skews,
    get programs() {
      return programs.filter((program) => program !== null);
    },
    watch: { sent: () => undefined, call: () => undefined, paid: () => undefined, busy: () => undefined },
    violation: null,
    errors: [],
    fail(invariant, message) {
      if (world.violation) return;
      world.violation = { invariant, message };
      trace.add(scheduler.now(), `VIOLATION ${invariant}: ${message}`);
    },
    by: (account) => ({ account, app: false, runner: null }),
    start() {
      firstCommit(world);
      startCi(github, scheduler, chance.fork('ci'), () => faults.count('check late'));
      for (let index = 0; index < options.workers; index += 1) boot(index);
      const [first] = world.programs;
      if (first) void importRepository(first.deps, REPOSITORY);
    },
    kill(runner) {
      if (!runner.alive) return;
      runner.alive = false;
      database.forget(runner);
      const index = programs.findIndex((program) => program?.runner === runner);
      if (index < 0) return;
      programs[index] = null;
      scheduler.after(chance.between(500, 30_000), `w${index} starts again`, () => boot(index));
    },
  };
  return world;
}

function firstCommit({ github, by }: World): void {
  const tree = { [CONFIG_PATH]: JSON.stringify(firstConfig()), 'README.md': 'yard' };
  const { sha } = github.git.commit({ tree, parents: [], message: 'first' });
  github.moveRef(DEFAULT_BRANCH, sha, by(ADMIN));
}

/** The newest lane of a branch, as committed. */
export function laneOfBranch(world: World, branch: string): LaneId | null {
  const rows = [...world.database.tables.lanes.rows.values()];
  return rows.find((row) => row.branch === branch)?.id ?? null;
}
