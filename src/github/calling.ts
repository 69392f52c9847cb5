import { AsyncLocalStorage } from 'node:async_hooks';
import type { Priority } from '../core/budget/limits.ts';
import type { GitHub } from '../ports.ts';

/** What every request of one call of the port has in common, however deep below it is made. */
export interface Calling {
  readonly priority: Priority;
  /** False: the caller has lost the right to what it asked for. */
  readonly stillMine?: (() => boolean) | undefined;
}

export type CallingStore = AsyncLocalStorage<Calling>;

export function createCallingStore(): CallingStore {
  return new AsyncLocalStorage();
}

/** The same GitHub, each of whose calls is made as `calling` says. */
export function callingAs(github: GitHub, store: CallingStore, calling: Calling): GitHub {
  return new Proxy(github, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function' || name === 'as') return method;
      return (...args: readonly unknown[]): unknown =>
        store.run(calling, () => Reflect.apply(method, target, args));
    },
  });
}
