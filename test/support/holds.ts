import type { World } from './world.ts';

/** What some process still has: the lanes it holds, the deliveries and effects it claimed. */
export async function heldThings({ database }: World): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ thing: string }>(
    `select 'lane ' || id as thing from lanes where held_until > clock_timestamp()
     union all select 'delivery ' || guid from deliveries where leased_until is not null
     union all select 'effect ' || key from effects where leased_until is not null`,
  );
  return rows.map(({ thing }) => thing);
}

/** What a dead or frozen process holds runs out in 20 s, what it was sending in 50; here, at once. */
export async function forgetHolds({ database }: World): Promise<void> {
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
