import { GitHubBusy, NotMineAnyMore, type GitHub } from '../../../src/ports.ts';
import type { Random } from '../random.ts';
import type { Runner, Scheduler } from '../scheduler.ts';
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

export interface CallContext {
  readonly runner: Runner;
  readonly scheduler: Scheduler;
  readonly random: Random;
  /** The fault of this call, if any. */
  readonly strike: (where: 'lane_call' | 'github_write' | 'github_read', method: string) => CallFault | null;
  /** A target is about to be moved: somebody else may be faster. */
  readonly ambush: (args: readonly unknown[]) => void;
  /** Kills the program: never comes back. */
  readonly crash: () => Promise<never>;
  /** Told of every call as it is made, before anything can delay it. */
  readonly sent: (method: string, args: readonly unknown[]) => void;
  /** Told of every call that reached GitHub. */
  readonly seen: (method: string, args: readonly unknown[], answer: unknown) => void;
  /** A rate limit that everybody shares. */
  readonly limit: { until: number };
  /** Told of calls that a rate limit turned away. */
  readonly busy: (method: string, args: readonly unknown[], until: number) => void;
}

/** GitHub over a network: every call takes time, and may go wrong on the way there or back. */
export function createFaultyGitHub(github: GitHub, context: CallContext): GitHub {
  const faulty: GitHub = new Proxy(github, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name === 'as') return () => faulty;
      if (typeof method !== 'function' || typeof name !== 'string') return method;
      return (...args: readonly unknown[]) =>
        call(context, name, args, () => Reflect.apply(method, target, args) as Promise<unknown>);
    },
  });
  return faulty;
}

async function call(
  context: CallContext,
  name: string,
  args: readonly unknown[],
  reach: () => Promise<unknown>,
): Promise<unknown> {
  const { runner, scheduler, random } = context;
  context.sent(name, args);
  await scheduler.sleep(runner, random.between(15, 250), `github ${name} ${brief(args)}`);
  const wanted = args[2];
  // As the adapter asks before each request: a program that stood still finds out here.
  const lost = typeof wanted === 'object' && wanted !== null && 'stillMine' in wanted;
  if (lost && !(wanted.stillMine as () => boolean)()) throw new NotMineAnyMore('the lease is over');
  if (name === 'updateRefs') context.ambush(args);
  const { until } = context.limit;
  if (until > scheduler.now()) {
    context.busy(name, args, until);
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
      context.busy(name, args, context.limit.until);
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
