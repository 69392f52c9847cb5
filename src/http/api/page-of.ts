/** One page of rows in the order of their ids, and where the next one begins; null: there is none. */
export function pageOf<Row extends { readonly id: number }>(
  rows: readonly Row[],
  limit: number,
): { items: Row[]; next: number | null } {
  const last = rows.length < limit ? undefined : rows.at(-1);
  return { items: [...rows], next: last?.id ?? null };
}
