import type { World } from '../world.ts';

/** Lets time pass until `done`; false: it was not within `ms`, or a promise was broken. */
export async function runUntil(world: World, ms: number, done: () => boolean): Promise<boolean> {
  const { scheduler } = world;
  let late = false;
  scheduler.after(ms, 'patience ends', () => {
    late = true;
  });
  await scheduler.run(() => late || world.violation !== null || done());
  return done();
}

/** Nothing waits to be handled or sent. */
export function isAtRest({ database, webhooks }: World): boolean {
  const { deliveries, effects } = database.tables;
  if (webhooks.unacknowledged().length > 0) return false;
  for (const row of deliveries.rows.values()) if (row.state === 'pending') return false;
  for (const row of effects.rows.values()) if (row.version > row.sentVersion && !row.dead) return false;
  return true;
}
