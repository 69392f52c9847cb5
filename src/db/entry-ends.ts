import type { Tx } from '../ports.ts';
import { change } from './change-entry.ts';
import type { Sql } from './sql.ts';

/** The two ends of an entry. A trigger keeps them, whoever writes. */
export function endEntries(sql: Sql): Pick<Tx['entries'], 'landed' | 'eject'> {
  return {
    async landed(entry, sha) {
      await change(
        sql,
        `update merge_entries set state = 'landed', landed_sha = $2::text, ended_at = clock_timestamp()
          where id = $1::bigint and state = 'landing'`,
        [entry, sha],
        'land',
      );
    },
    async eject(entry, reason, detail) {
      await change(
        sql,
        `update merge_entries
            set state = 'ejected', reason = $2::text, detail = $3::jsonb, ended_at = clock_timestamp()
          where id = $1::bigint and state not in ('landed', 'ejected')`,
        [entry, reason, JSON.stringify(detail)],
        'be ejected',
      );
    },
  };
}
