export type Combination = Readonly<Record<string, unknown>>;

/** The combinations of `strategy.matrix`, in GitHub's order; no matrix is one empty combination. */
export function expandMatrix(matrix: Readonly<Record<string, unknown>> = {}): readonly Combination[] {
  const { include, exclude, ...axes } = matrix;
  const left = combined(axes).filter((each) => !listed(exclude).some((one) => contains(each, one)));
  const all = listed(include).reduce<readonly Combination[]>(
    (rows, extra) => included(rows, extra, axes),
    left,
  );
  return all.length > 1 ? all.filter((each) => Object.keys(each).length > 0) : all;
}

function combined(axes: Combination): readonly Combination[] {
  let rows: readonly Combination[] = [{}];
  for (const [axis, values] of Object.entries(axes)) {
    if (!Array.isArray(values)) throw new Error(`strategy.matrix.${axis} must be a list`);
    rows = rows.flatMap((row) => values.map((value: unknown) => ({ ...row, [axis]: value })));
  }
  return rows;
}

/** An `include` entry adds to the combinations whose axes it does not contradict, else it stands alone. */
function included(
  rows: readonly Combination[],
  extra: Combination,
  axes: Combination,
): readonly Combination[] {
  const fixed = Object.fromEntries(Object.entries(extra).filter(([key]) => key in axes));
  const fits = (row: Combination): boolean => Object.keys(axes).length > 0 && contains(row, fixed);
  return rows.some(fits) ? rows.map((row) => (fits(row) ? { ...row, ...extra } : row)) : [...rows, extra];
}

function contains(row: Combination, part: Combination): boolean {
  return Object.entries(part).every(([key, value]) => JSON.stringify(row[key]) === JSON.stringify(value));
}

function listed(value: unknown): readonly Combination[] {
  return Array.isArray(value) ? value : [];
}
