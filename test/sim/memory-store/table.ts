/** Rows by their natural key, and by what else they are looked up by. Rows are never changed, only replaced. */
export interface Table<R> {
  readonly name: string;
  readonly rows: Map<string, R>;
  readonly key: (row: R) => string;
  /** What a row is looked up by besides its key; may change with the row. */
  readonly groups: (row: R) => readonly string[];
  /** Keys of the committed rows of each group. */
  readonly index: Map<string, Set<string>>;
  readonly nextId: () => number;
}

export function createTable<R>(
  name: string,
  key: (row: R) => string,
  groups: (row: R) => readonly string[] = () => [],
): Table<R> {
  let last = 0;
  return {
    name,
    rows: new Map(),
    key,
    groups,
    index: new Map(),
    nextId() {
      last += 1;
      return last;
    },
  };
}

/** Puts a committed row in its place; returns the one that was there. */
export function replaceRow<R>(table: Table<R>, key: string, row: R): R | null {
  const before = table.rows.get(key) ?? null;
  table.rows.set(key, row);
  const after = table.groups(row);
  for (const group of before === null ? [] : table.groups(before)) {
    if (!after.includes(group)) table.index.get(group)?.delete(key);
  }
  for (const group of after) {
    const keys = table.index.get(group);
    if (keys) keys.add(key);
    else table.index.set(group, new Set([key]));
  }
  return before;
}
