import type { GitHub } from '../../src/ports.ts';

/** What a lane, and the look that lets a head into it, ask of GitHub: the calls that are counted. */
const COUNTED: ReadonlySet<string> = new Set([
  'pullFacts',
  'changedFiles',
  'commitChecks',
  'createBranch',
  'merge',
  'createCommit',
  'updateRefs',
  'branchContains',
  'branches',
  'deleteBranch',
] as const satisfies readonly (keyof GitHub)[]);

/** Before GitHub hears of the call, or when it has done what was asked. */
export type Moment = 'before' | 'after';

export interface DyingGitHub {
  readonly wrap: (github: GitHub) => GitHub;
  /** The process dies at the `nth` counted call from now on. */
  arm(nth: number, moment: Moment): void;
  /** The call at which it died; null: there were not so many. */
  diedAt(): string | null;
  /** Resolves when it has died. */
  readonly death: Promise<void>;
  /** Lets what the dead one waits for end, so that its connections can be closed. */
  bury(): void;
}

/** Stands between a Flotilla and GitHub. For a dead one every call waits for ever, as for a process that is gone. */
export function dyingGitHub(): DyingGitHub {
  let plan: { left: number; readonly moment: Moment } | null = null;
  let diedAt: string | null = null;
  const death = deferred();
  const buried = deferred();

  async function die(name: string): Promise<never> {
    diedAt ??= name;
    death.resolve();
    await buried.promise;
    throw new Error('the process is dead');
  }

  async function guarded(name: string, call: () => Promise<unknown>): Promise<unknown> {
    if (diedAt !== null) return die(name);
    if (!plan || !COUNTED.has(name)) return call();
    plan.left -= 1;
    if (plan.left > 0) return call();
    if (plan.moment === 'after') await call();
    return die(name);
  }

  const wrap = (github: GitHub): GitHub =>
    new Proxy(github, {
      get(target, name) {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        if (name === 'as') return (...how: Parameters<GitHub['as']>) => wrap(target.as(...how));
        return (...args: readonly unknown[]) =>
          guarded(String(name), async () => Reflect.apply(method, target, args) as unknown);
      },
    });

  return {
    wrap,
    arm: (nth, moment) => void (plan = { left: nth, moment }),
    diedAt: () => diedAt,
    death: death.promise,
    bury: buried.resolve,
  };
}

function deferred(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
