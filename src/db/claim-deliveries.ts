import type { ClaimedDelivery, DeliveryClaim } from '../ports.ts';
import { rows, type Sql } from './sql.ts';

interface DeliveryRow {
  readonly guid: string;
  readonly event: string;
  readonly installation_id: number | null;
  readonly body: Buffer;
  readonly attempts: number;
  readonly trace: string | null;
}

/** The oldest that are due, skipping what another worker has. A lease that ran out is as good as none. */
export async function claimDeliveries(
  sql: Sql,
  limit: number,
  leaseMs: number,
): Promise<readonly ClaimedDelivery[]> {
  const found = await rows<DeliveryRow>(
    sql,
    `with next as materialized (
       select guid from deliveries
        where state = 'pending' and body is not null and due_at <= clock_timestamp()
          and (leased_until is null or leased_until <= clock_timestamp())
        order by received_at, guid
        limit $1::integer
          for update skip locked
     ), claimed as (
       update deliveries d
          set attempts = d.attempts + 1, leased_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
         from next
        where d.guid = next.guid
       returning d.*
     )
     select guid, event, installation_id, body, attempts, trace from claimed order by received_at, guid`,
    [limit, leaseMs],
  );
  return found.map((row) => ({
    guid: row.guid,
    event: row.event,
    installationId: row.installation_id,
    body: row.body,
    attempts: row.attempts,
    ...(row.trace === null ? {} : { trace: row.trace }),
  }));
}

/** Answers the GUIDs of those whose claim lives on. */
export async function renewDeliveries(
  sql: Sql,
  deliveries: readonly DeliveryClaim[],
  leaseMs: number,
): Promise<ReadonlySet<string>> {
  const found = await rows<{ guid: string }>(
    sql,
    `update deliveries d
        set leased_until = clock_timestamp() + $3::bigint * interval '1 millisecond'
       from unnest($1::text[], $2::integer[]) as mine (guid, attempts)
      where d.guid = mine.guid and d.attempts = mine.attempts and d.state = 'pending'
        and d.leased_until > clock_timestamp()
     returning d.guid`,
    [deliveries.map(({ guid }) => guid), deliveries.map(({ attempts }) => attempts), leaseMs],
  );
  return new Set(found.map(({ guid }) => guid));
}
