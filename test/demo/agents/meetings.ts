/** Resolves for everybody once all who are expected at the meeting have come. */
export type Meet = (meeting: string) => Promise<void>;

/** `expected`: how many come to each meeting. Those that nobody else comes to do not wait; stopping ends all waiting. */
export function meetings(expected: ReadonlyMap<string, number>, signal: AbortSignal): Meet {
  const waiting = new Map<string, (() => void)[]>();
  return (meeting) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
      const here = [...(waiting.get(meeting) ?? []), resolve];
      waiting.set(meeting, here);
      if (here.length >= (expected.get(meeting) ?? 1)) for (const go of here) go();
    });
}
