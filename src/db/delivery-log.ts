import { LOG_WINDOW_MS, type ScanProgress } from '../core/upkeep/delivery-scan.ts';
import type { DeliveryLog } from '../ports.ts';
import { deliveryGaps } from './delivery-gaps.ts';
import { one, rows, run, type Sql } from './sql.ts';

interface LogRow {
  readonly covered_from: Date | null;
  readonly swept_until: Date | null;
  readonly scan_from: Date | null;
  readonly scan_floor: Date | null;
  readonly scan_cursor: string | null;
}

/** What was compared with GitHub's log, and what is asked for because of it. */
export function deliveryLog(sql: Sql): DeliveryLog {
  return {
    async progress() {
      const row = await one<LogRow>(
        sql,
        'select covered_from, swept_until, scan_from, scan_floor, scan_cursor from delivery_log',
        [],
        'the delivery log has lost its row',
      );
      return toProgress(row);
    },
    async held(guids) {
      const found = await rows<{ guid: string }>(
        sql,
        'select guid from deliveries where guid = any ($1::text[])',
        [guids],
      );
      return new Set(found.map(({ guid }) => guid));
    },
    async advance(missed, { coveredFrom, sweptUntil, scan }) {
      await run(
        sql,
        `with missed as (
           insert into missed_deliveries as known (guid, attempt_id, attempted_at, event, status, delivered_at)
           select guid, attempt_id, at, event, status, at
             from unnest($1::text[], $2::text[], $3::timestamptz[], $4::text[], $5::text[])
                  as m (guid, attempt_id, at, event, status)
           on conflict (guid) do update
             set attempt_id = case when excluded.attempted_at > known.attempted_at then excluded.attempt_id
                                   else known.attempt_id end,
                 status = case when excluded.attempted_at > known.attempted_at then excluded.status
                               else known.status end,
                 attempted_at = greatest(excluded.attempted_at, known.attempted_at),
                 delivered_at = least(excluded.delivered_at, known.delivered_at))
         update delivery_log
            set covered_from = $6::timestamptz, swept_until = $7::timestamptz,
                scan_from = $8::timestamptz, scan_floor = $9::timestamptz, scan_cursor = $10::text`,
        [
          missed.map(({ guid }) => guid),
          missed.map(({ id }) => id),
          missed.map(({ at }) => at),
          missed.map(({ event }) => event),
          missed.map(({ status }) => status),
          coveredFrom,
          sweptUntil,
          scan?.from ?? null,
          scan?.floor ?? null,
          scan?.cursor ?? null,
        ],
      );
    },
    async missing(limit) {
      await run(sql, 'delete from missed_deliveries m using deliveries d where d.guid = m.guid', []);
      return rows<{ guid: string; attemptId: string; asked: number }>(
        sql,
        `select guid, attempt_id as "attemptId", asked
           from missed_deliveries
          where due_at <= clock_timestamp()
            and attempted_at > clock_timestamp() - $2::bigint * interval '1 millisecond'
          order by delivered_at, guid
          limit $1::integer`,
        [limit, LOG_WINDOW_MS],
      );
    },
    gaps: () => deliveryGaps(sql),
    async asked(guid, againMs, error) {
      await run(
        sql,
        `update missed_deliveries
            set asked = asked + 1, error = $3::text,
                due_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
          where guid = $1::text`,
        [guid, againMs, error],
      );
    },
  };
}

function toProgress(row: LogRow): ScanProgress {
  const { scan_from: from, scan_floor: floor, scan_cursor: cursor } = row;
  const scan = from !== null && floor !== null && cursor !== null ? { from, floor, cursor } : null;
  return { coveredFrom: row.covered_from, sweptUntil: row.swept_until, scan };
}
