/** What one pass of many looks at, so that none asks more than `atMost` and each comes up as often as the others. */
export function shareOfPass<T>(all: readonly T[], pass: number, atMost: number): readonly T[] {
  const shares = Math.max(1, Math.ceil(all.length / atMost));
  const from = (pass % shares) * atMost;
  return all.slice(from, from + atMost);
}
