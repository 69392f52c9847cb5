import type { Pool } from 'pg';

/**
 * Lets `seconds` pass for everything that waits in the database, by moving its times into the past. What a process was
 * told to wait for, it also remembers by its own clock: start it again.
 */
export async function passTime(pool: Pool, seconds: number): Promise<void> {
  const ago = [`${seconds} seconds`];
  await pool.query(
    `update merge_entries set look_at = look_at - $1::interval, queued_at = queued_at - $1::interval,
            testing_since = testing_since - $1::interval, landing_since = landing_since - $1::interval
      where state not in ('landed', 'ejected')`,
    ago,
  );
  await pool.query(
    'update pull_requests set look_at = look_at - $1::interval where look_at is not null',
    ago,
  );
  await pool.query(
    'update effects set due_at = due_at - $1::interval, sent_at = sent_at - $1::interval',
    ago,
  );
  await pool.query('update missed_deliveries set due_at = due_at - $1::interval', ago);
  await pool.query("update deliveries set due_at = due_at - $1::interval where state = 'pending'", ago);
  await pool.query('update effect_waits set until = until - $1::interval', ago);
  await pool.query(
    `update api_budgets
        set ledger = jsonb_set(ledger, '{pausedUntil}', to_jsonb((ledger ->> 'pausedUntil')::numeric - $1::numeric * 1000))
      where ledger ? 'pausedUntil'`,
    [seconds],
  );
  await pool.query(
    `update assignments set expires_at = expires_at - $1::interval, warned_at = warned_at - $1::interval
      where status = 'active'`,
    ago,
  );
}
