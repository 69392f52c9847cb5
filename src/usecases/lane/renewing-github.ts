import type { Deps, GitHub, LaneHold } from '../../ports.ts';

/**
 * GitHub for the holder of a lane: its calls come first when the budget runs short, and every call first renews the
 * hold, and fails with `LaneLost` when it is over.
 */
export function renewingGitHub(deps: Pick<Deps, 'github' | 'store'>, hold: LaneHold): GitHub {
  return new Proxy(deps.github.as('landing'), {
    get(github, name) {
      const method: unknown = Reflect.get(github, name);
      if (typeof method !== 'function' || name === 'as') return method;
      return async (...args: readonly unknown[]) => {
        await deps.store.renewLane(hold);
        return Reflect.apply(method, github, args);
      };
    },
  });
}
