import type { Pool } from 'pg';
import type { SimulatedGitHub } from '../../github/start-github.ts';
import { askDatabase } from './ask-database.ts';

export interface DeliveryCount {
  readonly violations: readonly string[];
  /** Different deliveries that GitHub had to make. */
  readonly deliveries: number;
  /** Attempts that failed as GitHub sees it. */
  readonly failedAttempts: number;
}

/** Every delivery that was accepted has ended well, and nothing was given up. */
export async function recountDeliveries(pool: Pool, github: SimulatedGitHub): Promise<DeliveryCount> {
  const attempts = github.deliveries;
  const accepted = attempts.filter(({ statusCode }) => statusCode >= 200 && statusCode < 300);
  const lost = await askDatabase<{ guid: string; state: string }>(
    pool,
    `select sent.guid, coalesce(d.state, 'unknown') as state
       from unnest($1::text[]) as sent (guid) left join deliveries d on d.guid = sent.guid
      where d.state is distinct from 'handled'`,
    [[...new Set(accepted.map(({ guid }) => guid))]],
  );
  const dead = await askDatabase<{ what: string }>(
    pool,
    `select 'delivery ' || guid || ' is dead: ' || coalesce(error, '') as what from deliveries where state = 'dead'
     union all
     select kind || ' ' || key || ' is dead: ' || coalesce(error, '') from effects where dead`,
  );
  return {
    violations: [
      ...lost.map(({ guid, state }) => `delivery ${guid} was accepted and is ${state}`),
      ...dead.map(({ what }) => what),
    ],
    deliveries: new Set(attempts.map(({ guid }) => guid)).size,
    failedAttempts: attempts.filter(({ statusCode }) => statusCode >= 400).length,
  };
}
