/** Lets somebody wait for a condition over state that others change, without polling. */
export type ChangeSignal = {
  /** Says that something has changed. */
  tell(): void;
  /** Resolves when `condition` holds; throws what `describe` says after `deadlineMs`. */
  until(condition: () => boolean, deadlineMs: number, describe: () => string): Promise<void>;
};

/** Makes a signal that nobody waits for yet. */
export function createChangeSignal(): ChangeSignal {
  const waiting = new Set<() => void>();
  return {
    tell: () => waiting.forEach((check) => check()),
    until: (condition, deadlineMs, describe) =>
      new Promise((resolve, reject) => {
        const settle = (act: () => void): void => {
          clearTimeout(deadline);
          waiting.delete(check);
          act();
        };
        const check = (): void => void (condition() && settle(resolve));
        const deadline = setTimeout(() => settle(() => reject(new Error(describe()))), deadlineMs);
        waiting.add(check);
        check();
      }),
  };
}
