/** What every repository of the fleet can do. Rows are kept in memory, by id. */
export class Repository<Row extends { readonly id: string }> {
  readonly #rows = new Map<string, Row>();

  save(row: Row): Row {
    this.#rows.set(row.id, row);
    return row;
  }

  find(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  where(holds: (row: Row) => boolean): readonly Row[] {
    return [...this.#rows.values()].filter(holds);
  }
}
