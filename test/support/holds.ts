import type { World } from './world.ts';
import { PROCESS_NAME } from './worker-process.ts';

/** What some process still has: the lanes it holds, the deliveries and effects it claimed. */
export async function heldThings({ database }: World): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ thing: string }>(
    `select 'lane ' || id as thing from lanes where held_until > clock_timestamp()
     union all select 'delivery ' || guid from deliveries where leased_until is not null
     union all select 'effect ' || key from effects where leased_until is not null`,
  );
  return rows.map(({ thing }) => thing);
}

/**
 * What dead or frozen processes hold runs out in 20 s, what they were sending in 50; here, at once. A transaction that a
 * frozen one is in is ended after 10 s, and whoever of its own waited for that one's rows has them for 10 s more.
 */
export async function forgetHolds({ database }: World): Promise<void> {
  await database.pool.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity
      where datname = current_database() and application_name = $1 and state <> 'idle'`,
    [PROCESS_NAME],
  );
  await database.pool.query('update lanes set held_until = clock_timestamp() where held_until is not null');
  await database.pool.query(
    'update deliveries set leased_until = clock_timestamp() where leased_until is not null',
  );
  await database.pool.query(
    `update effects set leased_until = clock_timestamp() - interval '30 seconds' where leased_until is not null`,
  );
}

/** How many stays in a lane ended how. */
export async function outcomes({ database }: World): Promise<readonly object[]> {
  const { rows } = await database.pool.query(
    'select state, count(*)::integer as count from merge_entries group by state order by state',
  );
  return rows;
}
