/**
 * Calls `act` at once, and then at most every `ms` for as long as it is asked: calls in between share the one at the
 * end of the pause.
 */
export function paced(act: () => void, ms: number): () => void {
  let pausing = false;
  let asked = false;

  function go(): void {
    pausing = true;
    asked = false;
    act();
    setTimeout(() => {
      pausing = false;
      if (asked) go();
    }, ms).unref();
  }

  return () => {
    asked = true;
    if (!pausing) go();
  };
}
