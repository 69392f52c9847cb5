import type { SweepName } from '../../src/ports.ts';
import type { World } from './world.ts';

/** Lets the time of a chore come, and does it, by whichever process is up. */
export async function doChore(world: World, name: SweepName): Promise<void> {
  await world.database.pool.query(
    `insert into sweeps (name) values ($1::text)
     on conflict (name) do update set due_at = clock_timestamp(), holder = null, held_until = null`,
    [name],
  );
  await world.app.chores();
}
