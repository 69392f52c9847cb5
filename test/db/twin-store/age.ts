import type { Pool } from 'pg';

/** Times that GitHub said, or that nothing waits for; but when a command was said, its limits count from. */
const FIXED = ['snapshot_at', 'created_at', 'updated_at'];

/** Moves every time that something waits for into the past. */
export async function age(pool: Pool, ms: number): Promise<void> {
  const { rows } = await pool.query<{ change: string }>(
    `select format('update %I set %s', table_name,
                   string_agg(format('%1$I = %1$I - $1::bigint * interval ''1 ms''', column_name), ', ')) as change
       from information_schema.columns
      where table_schema = 'public' and data_type = 'timestamp with time zone'
        and (column_name <> all ($1::text[]) or table_name = 'commands')
        and table_name in ('assignments', 'commands', 'deliveries', 'effects', 'effect_waits', 'lanes',
                           'merge_entries', 'pull_requests')
      group by table_name`,
    [FIXED],
  );
  for (const { change } of rows) await pool.query(change, [ms]);
}
