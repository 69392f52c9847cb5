import { AsyncLocalStorage } from 'node:async_hooks';
import type { Correlation } from '../ports.ts';

export interface KnownCorrelation extends Correlation {
  /** What the code that runs now belongs to. */
  fields(): Readonly<Record<string, string>>;
}

/** Fields that follow the work through its awaits, so that no call has to hand them on. */
export function createCorrelation(): KnownCorrelation {
  const running = new AsyncLocalStorage<Readonly<Record<string, string>>>();
  const fields = () => running.getStore() ?? {};
  return { fields, run: (more, work) => running.run({ ...fields(), ...more }, work) };
}
