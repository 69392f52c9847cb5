import type { SweepName } from '../../src/ports.ts';
import type { World } from './world.ts';

const ALL: readonly SweepName[] = ['deliveries', 'epics', 'poll', 'progress', 'prune', 'reconcile'];

/** Lets the time of one chore come, and of no other, and does it, by whichever process is up. */
export async function doChore(world: World, name: SweepName): Promise<void> {
  await world.database.pool.query(
    `insert into sweeps (name, due_at)
     select one, clock_timestamp() + case when one = $2::text then interval '0' else interval '1 hour' end
       from unnest($1::text[]) as one
     on conflict (name) do update set due_at = excluded.due_at, holder = null, held_until = null`,
    [ALL, name],
  );
  await world.app.chores();
}
