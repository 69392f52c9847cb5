import type { GitHub } from '../../../src/ports.ts';
import type { Runner } from '../scheduler.ts';
import type { Strikes } from './points.ts';

/** GitHub with every call numbered. */
export function wrapGitHub(github: GitHub, strikes: Strikes, runner: Runner): GitHub {
  const wrapped: GitHub = new Proxy(github, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (name === 'as') return () => wrapped;
      if (typeof method !== 'function') return method;
      return (...args: readonly unknown[]) =>
        strikes.around(
          runner,
          `github.${String(name)}`,
          () => Reflect.apply(method, target, args) as Promise<unknown>,
        );
    },
  });
  return wrapped;
}
