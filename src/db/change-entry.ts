import type { EntryId } from '../core/model/ids.ts';
import { entryById } from './entry-by.ts';
import { run, type Sql } from './sql.ts';

/** Runs an update whose `where` names the legal source states; throws when the entry is in none of them. */
export async function change(
  sql: Sql,
  text: string,
  values: readonly [EntryId, ...unknown[]],
  verb: string,
): Promise<void> {
  if ((await run(sql, text, values)) === 1) return;
  const entry = await entryById(sql, values[0]);
  throw new Error(`entry ${values[0]} cannot ${verb}: it is ${entry?.state ?? 'unknown'}`);
}
