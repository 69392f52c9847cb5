import type { Tx } from '../ports.ts';
import { change } from './change-entry.ts';
import type { Sql } from './sql.ts';

/** The two ends of an entry. A trigger keeps them, whoever writes. */
export function endEntries(sql: Sql): Pick<Tx['entries'], 'landed' | 'eject'> {
  return {
    async landed(entry, sha) {
      await change(
        sql,
        `update merge_entries e
            set state = 'landed', landed_sha = $2::text, ended_at = clock_timestamp(),
                era = coalesce((select p.era + case when p.landed_sha = e.base_sha then 0 else 1 end
                                  from merge_entries p
                                 where p.lane_id = e.lane_id and p.state = 'landed'
                                 order by p.ended_at desc, p.id desc
                                 limit 1), 1)
          where e.id = $1::bigint and e.state = 'landing'`,
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
