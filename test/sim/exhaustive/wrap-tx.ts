import type { Bell, Tx } from '../../../src/ports.ts';
import type { Runner } from '../scheduler.ts';
import type { Strikes } from './points.ts';

export interface TxContext {
  readonly strikes: Strikes;
  readonly runner: Runner;
  readonly ring: (bell: Bell) => void;
  readonly standStill: () => Promise<never>;
  /** The first error: from then on PostgreSQL takes no more statements, nor a commit. */
  readonly state: { broken: unknown };
}

/** One transaction with every statement numbered. */
export function wrapTx(tx: Tx, { strikes, runner, ring, standStill, state }: TxContext): Tx {
  async function statement(what: string, call: () => Promise<unknown>): Promise<unknown> {
    if (state.broken !== null) throw state.broken;
    try {
      const fault = strikes.next(runner, what);
      switch (fault) {
        case null:
          return await call();
        case 'crash-before':
          return await strikes.die(runner);
        case 'crash-after':
          await call();
          return await strikes.die(runner);
        case 'error-before':
          throw new Error(`${what} did not get through`);
        case 'error-after':
          await call();
          throw new Error(`the answer of ${what} was lost`);
        case 'stall':
          return await standStill();
      }
    } catch (error) {
      state.broken = error;
      throw error;
    }
  }

  function wrap(owner: object, name: string, value: unknown): unknown {
    if (typeof value === 'function')
      return (...args: readonly unknown[]) =>
        statement(name, () => Reflect.apply(value, owner, args) as Promise<unknown>);
    return new Proxy(value as object, {
      get: (target, method) => wrap(target, `${name}.${String(method)}`, Reflect.get(target, method)),
    });
  }

  return new Proxy(tx, {
    get(target, name) {
      if (name === 'ring') return ring;
      return wrap(target, String(name), Reflect.get(target, name));
    },
  });
}
