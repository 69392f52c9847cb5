/** An epic's weights, in hours (or in tasks, where no hours are known). */
export interface EpicWeights {
  readonly all: number;
  /** What is done, 0 to 100. */
  readonly percent: number;
  /** What is open, the lightest first. */
  readonly open: readonly { readonly issue: number; readonly weight: number }[];
}

/** Tasks that would take an epic over a threshold: any one of them, or all of them `together`. */
export interface Enough {
  readonly issues: readonly number[];
  readonly together: boolean;
}

const NAMED_AT_MOST = 3;

/** Which open tasks would do it; null: none that could be named in a sentence. */
export function enoughTasks({ all, percent, open }: EpicWeights, needs: number): Enough | null {
  // A hair's breadth for the arithmetic of fractions.
  const missing = ((needs - percent) / 100) * all - 1e-9;
  const alone = open.filter(({ weight }) => weight >= missing).map(({ issue }) => issue);
  if (alone.length > 0) return { issues: alone.slice(0, NAMED_AT_MOST), together: false };
  let weight = 0;
  const issues: number[] = [];
  for (const task of open.toReversed()) {
    weight += task.weight;
    issues.push(task.issue);
    if (weight >= missing) return issues.length <= NAMED_AT_MOST ? { issues, together: true } : null;
  }
  return null;
}
