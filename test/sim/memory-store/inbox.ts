import type { Inbox } from '../../../src/ports.ts';
import type { DeliveryRow } from './rows.ts';
import type { Session } from './session.ts';

type Statement = <T>(what: string, work: (session: Session) => Promise<T>) => Promise<T>;

export function inbox(statement: Statement): Inbox {
  return {
    store: (deliveries) =>
      statement('inbox.store', async ({ at, tables, now }) => {
        for (const delivery of deliveries) {
          const known = await at.lockRow(tables.deliveries, delivery.guid);
          if (known && known.state !== 'dead') continue;
          const pending = {
            state: 'pending' as const,
            attempts: 0,
            dueAt: now(),
            leasedUntil: null,
            error: null,
          };
          const received = known?.received ?? tables.deliveries.nextId();
          at.put(tables.deliveries, { ...delivery, receivedAt: now(), ...known, ...pending, received });
        }
      }),
    claim: (limit, leaseMs) =>
      statement('inbox.claim', async ({ at, tables, now }) => {
        const isDue = (row: DeliveryRow) =>
          row.state === 'pending' &&
          row.dueAt <= now() &&
          (row.leasedUntil === null || row.leasedUntil <= now());
        const due = pendingOf(at.all(tables.deliveries, 'pending'))
          .filter((row) => isDue(row) && at.tryLock(`deliveries ${row.guid}`))
          .slice(0, limit);
        return due.map((row) => {
          const claimed = { ...row, attempts: row.attempts + 1, leasedUntil: now() + leaseMs };
          at.put(tables.deliveries, claimed);
          return claimed;
        });
      }),
    renew: (deliveries, leaseMs) =>
      statement('inbox.renew', async ({ at, tables, now }) => {
        const mine = new Set<string>();
        for (const { guid, attempts } of deliveries) {
          const row = await at.lockRow(tables.deliveries, guid);
          if (row?.state !== 'pending' || row.attempts !== attempts) continue;
          if (row.leasedUntil === null || row.leasedUntil <= now()) continue;
          at.put(tables.deliveries, { ...row, leasedUntil: now() + leaseMs });
          mine.add(guid);
        }
        return mine;
      }),
    settle: (guid) => statement(`inbox.settle ${guid}`, (session) => settle(session, guid)),
    fail: ({ guid, attempts }, error, delayMs) =>
      statement(`inbox.fail ${guid}`, async ({ at, tables, now }) => {
        const row = await at.lockRow(tables.deliveries, guid);
        if (row?.state !== 'pending' || row.attempts !== attempts || row.leasedUntil === null) return;
        at.put(tables.deliveries, {
          ...row,
          error,
          leasedUntil: null,
          state: delayMs === null ? 'dead' : 'pending',
          dueAt: delayMs === null ? row.dueAt : now() + delayMs,
        });
      }),
    postpone: (deliveries, delayMs) =>
      statement('inbox.postpone', async ({ at, tables, now }) => {
        for (const { guid, attempts: claimed } of deliveries) {
          const row = await at.lockRow(tables.deliveries, guid);
          if (row?.state !== 'pending' || row.attempts !== claimed || row.leasedUntil === null) continue;
          const attempts = Math.max(row.attempts - 1, 0);
          at.put(tables.deliveries, { ...row, attempts, leasedUntil: null, dueAt: now() + delayMs });
        }
      }),
    dead: () =>
      statement('inbox.dead', async ({ at, tables }) =>
        at
          .all(tables.deliveries)
          .filter((row) => row.state === 'dead')
          .map(({ guid, event, error, receivedAt, attempts }) => ({
            guid,
            event,
            error: error ?? '',
            receivedAt: new Date(receivedAt),
            attempts,
          })),
      ),
    redrive: (guid) =>
      statement(`inbox.redrive ${guid}`, async ({ at, tables, now }) => {
        const row = await at.lockRow(tables.deliveries, guid);
        if (row?.state !== 'dead') return false;
        const pending = {
          state: 'pending' as const,
          attempts: 0,
          dueAt: now(),
          leasedUntil: null,
          error: null,
        };
        at.put(tables.deliveries, { ...row, ...pending });
        return true;
      }),
  };
}

function pendingOf(rows: readonly DeliveryRow[]): readonly DeliveryRow[] {
  return rows
    .filter((row) => row.state === 'pending')
    .sort((one, other) => one.receivedAt - other.receivedAt || (one.guid < other.guid ? -1 : 1));
}

/** Marks a delivery as handled. One that has ended stays as it is. */
export async function settle({ at, tables }: Session, guid: string): Promise<void> {
  const row = await at.lockRow(tables.deliveries, guid);
  if (row?.state === 'pending')
    at.put(tables.deliveries, { ...row, state: 'handled', leasedUntil: null, error: null });
}
