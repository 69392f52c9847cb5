/** Rows by their natural key, with their ids and one grouping beside. Rows are never changed, only replaced. */
export interface Table<R> {
  readonly name: string;
  readonly rows: Map<string, R>;
  readonly key: (row: R) => string;
  readonly group: (row: R) => string;
  readonly groups: Map<string, Set<string>>;
  readonly nextId: () => number;
}

/** `group`: what rows are looked up by in numbers. */
export function createTable<R>(
  name: string,
  key: (row: R) => string,
  group: (row: R) => string = () => '',
): Table<R> {
  let last = 0;
  return {
    name,
    rows: new Map(),
    key,
    group,
    groups: new Map(),
    nextId() {
      last += 1;
      return last;
    },
  };
}
