/** Asks at most once per `ms`, however many want to know; a failure is not remembered. */
export function remembered<T>(ask: () => Promise<T>, ms: number): () => Promise<T> {
  let last: { readonly at: number; readonly answer: Promise<T> } | null = null;
  return function answer() {
    const now = performance.now();
    if (last !== null && now - last.at < ms) return last.answer;
    const asked = { at: now, answer: ask() };
    last = asked;
    asked.answer.catch(() => {
      if (last === asked) last = null;
    });
    return asked.answer;
  };
}
