import type { Deps, GitHub, LaneHold } from '../../ports.ts';

/** GitHub for the holder of a lane: every call first renews the hold, and fails with `LaneLost` when it is over. */
export function renewingGitHub(deps: Pick<Deps, 'github' | 'store'>, hold: LaneHold): GitHub {
  return new Proxy(deps.github, {
    get(github, name) {
      const method: unknown = Reflect.get(github, name);
      if (typeof method !== 'function') return method;
      return async (...args: readonly unknown[]) => {
        await deps.store.renewLane(hold);
        return Reflect.apply(method, github, args);
      };
    },
  });
}
