import type pg from 'pg';

/** What a statement needs: a pool (each statement for itself) or the one client of a transaction. */
export type Sql = Pick<pg.ClientBase, 'query'>;

/** Runs one statement and gives its rows. `Row` says what the statement returns: nothing checks it but the tests. */
export async function rows<Row extends pg.QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await sql.query<Row>(text, [...values]);
  return result.rows;
}

/** The first row, or null. */
export async function maybe<Row extends pg.QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
): Promise<Row | null> {
  const [row] = await rows<Row>(sql, text, values);
  return row ?? null;
}

/** The first row; `otherwise` is the error's message when there is none. */
export async function one<Row extends pg.QueryResultRow>(
  sql: Sql,
  text: string,
  values: readonly unknown[],
  otherwise: string,
): Promise<Row> {
  const row = await maybe<Row>(sql, text, values);
  if (row === null) throw new Error(otherwise);
  return row;
}

/** Runs one statement and says how many rows it touched. */
export async function run(sql: Sql, text: string, values: readonly unknown[]): Promise<number> {
  const result = await sql.query(text, [...values]);
  return result.rowCount ?? 0;
}
