import type { DeliveryGaps } from '../ports.ts';
import { one, rows, type Sql } from './sql.ts';

/** What GitHub sent and we do not hold. What came since it was found to be missing is no gap any more. */
export async function deliveryGaps(sql: Sql): Promise<DeliveryGaps> {
  const missing = await rows<DeliveryGaps['missing'][number]>(
    sql,
    `select m.guid, m.event, m.delivered_at as "deliveredAt", m.status, m.asked, m.error
       from missed_deliveries m
      where not exists (select from deliveries d where d.guid = m.guid)
      order by m.delivered_at, m.guid
      limit 1000`,
    [],
  );
  // Nothing is missing after the newest gap; before the first comparison nobody knows.
  const covered = await one<Pick<DeliveryGaps, 'noGapsSince' | 'sweptUntil'>>(
    sql,
    `select case when l.covered_from is not null
                 then greatest(l.covered_from,
                               (select max(m.delivered_at) from missed_deliveries m
                                 where not exists (select from deliveries d where d.guid = m.guid))) end
              as "noGapsSince",
            l.swept_until as "sweptUntil"
       from delivery_log l`,
    [],
    'the delivery log has lost its row',
  );
  return { ...covered, missing };
}
