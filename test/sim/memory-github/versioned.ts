/** A value with its past: a replica that is behind shows what it was. */
export interface Versioned<T> {
  get(): T;
  /** The value at a time; before the first one, the first. */
  at(time: number): T;
  /** When it became what it is. */
  since(): number;
  /** Everything it ever was. */
  all(): readonly T[];
  set(time: number, value: T): void;
}

export function createVersioned<T>(time: number, value: T): Versioned<T> {
  const times = [time];
  const values = [value];
  return {
    get: () => values[values.length - 1] as T,
    at(asked) {
      let index = times.length - 1;
      while (index > 0 && (times[index] as number) > asked) index -= 1;
      return values[index] as T;
    },
    since: () => times[times.length - 1] as number,
    all: () => values,
    set(when, next) {
      times.push(when);
      values.push(next);
    },
  };
}
