/** What was started, so that it can be ended in the opposite order, also where the rest did not start. */
export interface ClosingStack {
  keep<T>(this: void, starting: Promise<T>, close: (started: T) => Promise<unknown>): Promise<T>;
  add(this: void, close: () => Promise<unknown>): void;
  closeAll(this: void): Promise<void>;
}

export function closingStack(): ClosingStack {
  const closing: (() => Promise<unknown>)[] = [];
  return {
    async keep(starting, close) {
      const started = await starting;
      closing.push(() => close(started));
      return started;
    },
    add: (close) => void closing.push(close),
    async closeAll() {
      for (const close of closing.splice(0).toReversed()) await close();
    },
  };
}
