import type { Delivery, Inbox } from '../ports.ts';
import { claimDeliveries, renewDeliveries } from './claim-deliveries.ts';
import { rows, run, type Sql } from './sql.ts';

export function inbox(sql: Sql): Inbox {
  return {
    async store(deliveries) {
      await run(
        sql,
        `insert into deliveries (guid, event, installation_id, body, trace)
         select guid, event, installation_id, substring($4::bytea from start for length), trace
           from (select distinct on (guid) *
                   from unnest($1::text[], $2::text[], $3::bigint[], $5::integer[], $6::integer[], $7::text[])
                        as d (guid, event, installation_id, start, length, trace)
                  order by guid) d
         on conflict (guid) do update
           set state = 'pending', attempts = 0, due_at = clock_timestamp(), leased_until = null, error = null,
               ended_at = null, body = coalesce(deliveries.body, excluded.body)
           where deliveries.state = 'dead'`,
        [
          deliveries.map((delivery) => delivery.guid),
          deliveries.map((delivery) => delivery.event),
          deliveries.map((delivery) => delivery.installationId),
          // All bodies as one: the driver sends a buffer as it is, but an array of them as hexadecimal text, which
          // took longer than the commit.
          Buffer.concat(deliveries.map((delivery) => delivery.body)),
          starts(deliveries),
          deliveries.map((delivery) => delivery.body.length),
          deliveries.map((delivery) => delivery.trace ?? null),
        ],
      );
    },
    claim: (limit, leaseMs) => claimDeliveries(sql, limit, leaseMs),
    renew: (deliveries, leaseMs) => renewDeliveries(sql, deliveries, leaseMs),
    settle: (guid) => settleDelivery(sql, guid),
    async fail({ guid, attempts }, error, delayMs) {
      await run(
        sql,
        `update deliveries
            set error = $2::text, leased_until = null,
                state = case when $3::bigint is null then 'dead' else 'pending' end,
                ended_at = case when $3::bigint is null then clock_timestamp() end,
                due_at = case when $3::bigint is null then due_at
                              else clock_timestamp() + $3::bigint * interval '1 millisecond' * (1 + random() / 4) end
          where guid = $1::text and attempts = $4::integer and state = 'pending' and leased_until is not null`,
        [guid, error, delayMs, attempts],
      );
    },
    async postpone(deliveries, delayMs) {
      await run(
        sql,
        `update deliveries d
            set attempts = greatest(d.attempts - 1, 0), leased_until = null,
                due_at = clock_timestamp() + $3::bigint * interval '1 millisecond'
           from unnest($1::text[], $2::integer[]) as mine (guid, attempts)
          where d.guid = mine.guid and d.attempts = mine.attempts and d.state = 'pending'
            and d.leased_until is not null`,
        [deliveries.map(({ guid }) => guid), deliveries.map(({ attempts }) => attempts), delayMs],
      );
    },
    async dead() {
      const found = await rows<{
        guid: string;
        event: string;
        error: string;
        receivedAt: Date;
        attempts: number;
      }>(
        sql,
        `select guid, event, coalesce(error, '') as error, received_at as "receivedAt", attempts
           from deliveries
          where state = 'dead'
          order by received_at, guid
          limit 1000`,
        [],
      );
      return found;
    },
    async redrive(guid) {
      const revived = await run(
        sql,
        `update deliveries
            set state = 'pending', attempts = 0, due_at = clock_timestamp(), leased_until = null, error = null,
                ended_at = null
          where guid = $1::text and state = 'dead' and body is not null`,
        [guid],
      );
      return revived === 1;
    },
  };
}

/** Where each body begins in all of them together, from 1 as SQL counts. */
function starts(deliveries: readonly Delivery[]): readonly number[] {
  let next = 1;
  return deliveries.map(({ body }) => {
    const start = next;
    next += body.length;
    return start;
  });
}

/** Marks a delivery as handled, keeping its bytes. One that has ended stays as it is. */
export async function settleDelivery(sql: Sql, guid: string): Promise<void> {
  await run(
    sql,
    `update deliveries set state = 'handled', ended_at = clock_timestamp(), leased_until = null, error = null
      where guid = $1::text and state = 'pending'`,
    [guid],
  );
}
