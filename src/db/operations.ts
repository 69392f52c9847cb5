import type { DeliveryView, EffectView, Operations } from '../ports.ts';
import { rows, type Sql } from './sql.ts';

/** What operators look at. Columns are named as the API names them. */
export function operations(sql: Sql): Operations {
  return {
    deliveries: ({ state, event, cursor, limit }) =>
      rows<DeliveryView>(
        sql,
        `select guid, event, state, attempts, error, received_at as "receivedAt", ended_at as "endedAt"
           from deliveries
          where ($1::text is null or state = $1::text)
            and ($2::text is null or event = $2::text)
            and ($3::text is null
                 or (received_at, guid) < (select d.received_at, d.guid from deliveries d where d.guid = $3::text))
          order by received_at desc, guid desc
          limit $4::integer`,
        [state, event, cursor, limit],
      ),
    effects: (project, { state, after, limit }) =>
      rows<EffectView>(
        sql,
        `select * from (
           select id, project_id as "projectId", kind, key, attempts, error, created_at as "wantedAt",
                  sent_at as "sentAt",
                  case when dead then 'dead' when version > sent_version then 'waiting' else 'sent' end as state
             from effects
            where ($1::bigint is null or project_id = $1::bigint) and id > $2::bigint) e
          where $3::text is null or state = $3::text
          order by id
          limit $4::integer`,
        [project, after, state, limit],
      ),
  };
}
