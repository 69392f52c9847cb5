import type { Amount } from '../../../src/core/budget/amount.ts';
import type { Priority } from '../../../src/core/budget/limits.ts';
import { priorityOf } from '../../../src/core/budget/priority-of.ts';
import type { EffectBody } from '../../../src/core/model/effect.ts';
import { GitHubBusy, NotMineAnyMore, type Budget, type GitHub, type Permit } from '../../../src/ports.ts';
import type { Random } from '../random.ts';
import type { Runner, Scheduler } from '../scheduler.ts';
import { costOfCall } from '../sim-limits.ts';
import type { CallFault } from './fault-plan.ts';

const WRITES = new Set([
  'createBranch',
  'deleteBranch',
  'merge',
  'createCommit',
  'updateRefs',
  'perform',
  'ensureLabels',
]);
/** What steps of a lane do: a few of very many calls, and those that a fault can do harm at. */
const OF_LANES = new Set([
  'createBranch',
  'deleteBranch',
  'merge',
  'createCommit',
  'updateRefs',
  'branchContains',
]);
/** What may still happen after a caller gave up: doing it late cannot be told from somebody else doing it. */
const MAY_COME_LATE = new Set(['createBranch', 'deleteBranch', 'merge', 'updateRefs']);
const TIMEOUT_MS = 10_000;
const INSTALLATION = 1;

export interface CallContext {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The fault of this call, if any. */
  readonly strike: (where: 'lane_call' | 'github_write' | 'github_read', method: string) => CallFault | null;
  /** A target is about to be moved: somebody else may be faster. True: it is moved, and the answer does not come. */
  readonly ambush: (args: readonly unknown[]) => boolean;
  /** Kills the program: never comes back. */
  readonly crash: () => Promise<never>;
  /** Told of every call as it is made, before anything can delay it. */
  readonly sent: (method: string, args: readonly unknown[]) => void;
  /** Told of every call that reached GitHub. */
  readonly seen: (method: string, args: readonly unknown[], answer: unknown) => void;
  /** A rate limit that everybody shares. */
  readonly limit: { until: number };
  /** Of the installation, for all programs. */
  readonly budget: Budget;
  /** Told of what every request costs, as it goes out. */
  readonly paid: (cost: Amount) => void;
  /** Told of calls that a rate limit turned away; `asked`: GitHub's, so it was asked, and not our own. */
  readonly busy: (method: string, args: readonly unknown[], until: number, asked: boolean) => void;
}

/** GitHub over a network: every call takes time, and may go wrong on the way there or back. */
export function createFaultyGitHub(
  github: GitHub,
  context: CallContext,
  priority: Priority = 'handling',
): GitHub {
  return new Proxy(github, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name === 'as') return (other: Priority) => createFaultyGitHub(github, context, other);
      if (typeof method !== 'function' || typeof name !== 'string') return method;
      return (...args: readonly unknown[]) => {
        const own = name === 'perform' ? priorityOf(args[1] as EffectBody) : priority;
        const reach = () => Reflect.apply(method, target, args) as Promise<unknown>;
        return call(context, { name, args, priority: own, reach });
      };
    },
  });
}

interface Call {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly priority: Priority;
  readonly reach: () => Promise<unknown>;
}

async function call(context: CallContext, asked: Call): Promise<unknown> {
  const { runner, scheduler, random } = context;
  const { name, args } = asked;
  context.sent(name, args);
  await scheduler.sleep(runner, random.between(15, 250), `github ${name} ${brief(args)}`);
  const wanted = args[2];
  // As the adapter asks before each request: a program that stood still finds out here.
  const lost = typeof wanted === 'object' && wanted !== null && 'stillMine' in wanted;
  if (lost && !(wanted.stillMine as () => boolean)()) throw new NotMineAnyMore('the lease is over');
  const permit = await permitFor(context, asked);
  const unheard = name === 'updateRefs' && context.ambush(args);
  try {
    const answer = await reached(context, asked);
    if (unheard) throw new Error('the connection was lost after the effect');
    return answer;
  } catch (error) {
    if (error instanceof GitHubBusy) await context.budget.pause(INSTALLATION, error.retryAfterMs);
    throw error;
  } finally {
    permit.done(null);
  }
}

async function permitFor(context: CallContext, { name, args, priority }: Call): Promise<Permit> {
  const cost = costOfCall(name, args);
  const taken = await context.budget.take(INSTALLATION, { cost, priority });
  if (taken.ok) {
    context.paid(cost);
    return taken.value;
  }
  const { waitMs } = taken.error;
  context.busy(name, args, context.scheduler.now() + waitMs, false);
  throw new GitHubBusy('the budget for GitHub is used up for now', waitMs);
}

/** A request goes out, and meets what is to go wrong with it. */
async function reached(context: CallContext, { name, args, reach }: Call): Promise<unknown> {
  const { runner, scheduler, random } = context;
  const { until } = context.limit;
  if (until > scheduler.now()) {
    context.busy(name, args, until, true);
    throw new GitHubBusy('rate limited', until - scheduler.now());
  }
  async function go(): Promise<unknown> {
    const answer = await reach();
    context.seen(name, args, answer);
    return answer;
  }
  const fault = context.strike(whereOf(name), name);
  switch (fault) {
    case null:
      return go();
    case 'crash_before':
      return context.crash();
    case 'crash_after':
      await go();
      return context.crash();
    case 'freeze_before':
      await freeze(context);
      return go();
    case 'freeze_after': {
      const answer = await go();
      await freeze(context);
      return answer;
    }
    case 'error_before':
      throw new Error('502 before the effect');
    case 'error_after':
      await go();
      throw new Error('502 after the effect');
    case 'late_effect':
      if (MAY_COME_LATE.has(name))
        scheduler.after(
          random.between(1_000, 20_000),
          `late ${name} of ${runner.name}`,
          () => void go().catch(() => undefined),
        );
      await scheduler.sleep(runner, TIMEOUT_MS, `timeout of ${name}`);
      throw new Error('timeout');
    case 'busy': {
      const ms = random.between(5_000, 60_000);
      context.limit.until = scheduler.now() + ms;
      context.busy(name, args, context.limit.until, true);
      throw new GitHubBusy('rate limited', ms);
    }
  }
}

function whereOf(name: string): 'lane_call' | 'github_write' | 'github_read' {
  if (OF_LANES.has(name)) return 'lane_call';
  return WRITES.has(name) ? 'github_write' : 'github_read';
}

/** A stop and a go on, usually past every lease. */
async function freeze({ runner, scheduler, random }: CallContext): Promise<void> {
  runner.frozenUntil = scheduler.now() + random.between(5_000, 90_000);
  await scheduler.turn(runner, 'goes on');
}

function brief(args: readonly unknown[]): string {
  const text = args
    .slice(1)
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    .join(' ');
  return text.slice(0, 100);
}
