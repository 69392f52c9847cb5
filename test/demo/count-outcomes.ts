import type { Pool } from 'pg';

/** What Flotilla's tables say when all is over; what landed is counted from git instead. */
export interface Outcomes {
  readonly ejected: Readonly<Record<string, number>>;
  readonly lapsed: number;
  /** When the last of all landings entered its lane: by then everything else had ended. */
  readonly lastQueuedAt: Date;
  readonly deadDeliveries: number;
  readonly deadEffects: number;
}

export async function countOutcomes(pool: Pool): Promise<Outcomes> {
  const { rows } = await pool.query<Outcomes>(
    `select (select coalesce(jsonb_object_agg(reason, n), '{}')
               from (select reason, count(*) as n from merge_entries where state = 'ejected' group by reason) r) as ejected,
            (select max(queued_at) from merge_entries where state = 'landed') as "lastQueuedAt",
            (select count(*) from assignments where status = 'lapsed')::int as lapsed,
            (select count(*) from deliveries where state = 'dead')::int as "deadDeliveries",
            (select count(*) from effects where dead)::int as "deadEffects"`,
  );
  const [counted] = rows;
  if (!counted) throw new Error('a count has no rows');
  return counted;
}

/** Whether nothing waits any more: no delivery, no effect however late it is due, no lane with something to do. */
export async function isQuiet(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ busy: number }>(
    `select ((select count(*) from deliveries where state = 'pending')
           + (select count(*) from effects where version > sent_version and not dead)
           + (select count(*) from merge_entries where state not in ('landed', 'ejected')))::int as busy`,
  );
  return rows[0]?.busy === 0;
}
