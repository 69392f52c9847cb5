import type { Pruner } from '../ports.ts';
import { run, type Sql } from './sql.ts';

/** Each removes the oldest first, at most `limit` rows, and skips what somebody is working on. */
export function pruner(sql: Sql): Pruner {
  const remove = (text: string) => (days: number, limit: number) => run(sql, text, [days, limit]);
  return {
    // A delivery that waits keeps its body, however old it is.
    bodies: remove(
      `update deliveries set body = null
        where guid in (select guid from deliveries
                        where body is not null and ended_at < clock_timestamp() - $1::integer * interval '1 day'
                        order by ended_at
                        limit $2::integer
                          for update skip locked)`,
    ),
    // Dead ones stay until somebody drives them again.
    deliveries: remove(
      `delete from deliveries
        where guid in (select guid from deliveries
                        where state = 'handled' and ended_at < clock_timestamp() - $1::integer * interval '1 day'
                        order by ended_at
                        limit $2::integer
                          for update skip locked)`,
    ),
    activity: remove(
      `delete from activity
        where id in (select id from activity
                      where at < clock_timestamp() - $1::integer * interval '1 day'
                      limit $2::integer
                        for update skip locked)`,
    ),
    // Status comments and labels are kept as long as their tasks: without their rows they would be made anew. So are
    // checks that an open pull request shows.
    effects: remove(
      `delete from effects
        where id in (select e.id from effects e
                      where e.kind in ('comment', 'reaction', 'check')
                        and (e.version = e.sent_version or e.dead)
                        and coalesce(e.sent_at, e.updated_at) < clock_timestamp() - $1::integer * interval '1 day'
                        and e.leased_until is null
                        and not (e.kind = 'check'
                                 and exists (select from pull_requests r
                                              where r.project_id = e.project_id and r.state = 'open'
                                                and r.head_sha = e.payload -> 'check' ->> 'sha'))
                      limit $2::integer
                        for update skip locked)`,
    ),
    snapshots: remove(
      `delete from progress_snapshots
        where id in (select id from progress_snapshots
                      where at < clock_timestamp() - $1::integer * interval '1 day'
                      order by at
                      limit $2::integer
                        for update skip locked)`,
    ),
    missed: remove(
      `delete from missed_deliveries
        where guid in (select guid from missed_deliveries
                        where delivered_at < clock_timestamp() - $1::integer * interval '1 day'
                        limit $2::integer
                          for update skip locked)`,
    ),
  };
}
