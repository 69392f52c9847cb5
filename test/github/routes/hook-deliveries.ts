import { notFound } from '../http/http-error.ts';
import { ok, type Answer, type Call, type Route } from '../http/route.ts';
import { iso } from '../render/iso.ts';
import type { DeliveryRecord } from '../twin.ts';

const keptMs = 3 * 24 * 3_600_000;

/** The configuration of the webhook, and the delivery log: newest first, cursor pages, kept 3 days. */
export const hookDeliveryRoutes: readonly Route[] = [
  {
    method: 'GET',
    template: '/app/hook/config',
    auth: 'jwt',
    handle: ({ twin }) => ok(renderHook(twin)),
  },
  { method: 'GET', template: '/app/hook/deliveries', auth: 'jwt', handle: listDeliveries },
  {
    method: 'GET',
    template: '/app/hook/deliveries/{delivery_id}',
    auth: 'jwt',
    handle: (call) => {
      const record = deliveryOf(call);
      return ok({
        ...renderDelivery(record),
        url: call.twin.webhookUrl ?? '',
        request: {
          headers: { 'X-GitHub-Delivery': record.guid, 'X-GitHub-Event': record.event },
          payload: record.payload,
        },
        response: { headers: {}, payload: '' },
      });
    },
  },
  {
    method: 'POST',
    template: '/app/hook/deliveries/{delivery_id}/attempts',
    auth: 'jwt',
    handle: (call) => {
      call.twin.outbox.redeliver(deliveryOf(call));
      return ok({}, 202);
    },
  },
];

function renderHook({ webhookUrl, hook }: Call['twin']) {
  return {
    ...(webhookUrl === undefined ? {} : { url: webhookUrl }),
    content_type: hook.contentType,
    insecure_ssl: hook.insecureSsl ? '1' : '0',
    // GitHub never shows it again.
    ...(hook.secret === '' ? {} : { secret: '********' }),
  };
}

function deliveryOf({ twin, params }: Call): DeliveryRecord {
  const found = twin.deliveries.find((one) => one.id === Number(params.delivery_id));
  if (!found) throw notFound();
  return found;
}

function listDeliveries({ twin, query }: Call): Answer {
  const size = Math.min(100, Number(query.get('per_page') ?? 30) || 30);
  const below = Number(query.get('cursor') ?? Infinity);
  const since = twin.now().getTime() - keptMs;
  // A delivery still under way is not in the log yet.
  const logged = twin.deliveries.filter(
    (one) => one.status !== 'pending' && one.id < below && one.deliveredAt.getTime() >= since,
  );
  const wanted = logged
    .filter((one) => query.get('status') !== 'failure' || one.statusCode >= 400)
    .sort((a, b) => b.id - a.id);
  const page = wanted.slice(0, size);
  const last = page.at(-1);
  const next = `${twin.url}/app/hook/deliveries?per_page=${size}&cursor=${last?.id}`;
  const more = last !== undefined && wanted.length > size;
  return {
    status: 200,
    body: page.map(renderDelivery),
    headers: more ? { link: `<${next}>; rel="next"` } : {},
  };
}

function renderDelivery(record: DeliveryRecord) {
  return {
    id: record.id,
    guid: record.guid,
    delivered_at: iso(record.deliveredAt),
    redelivery: record.redelivery,
    duration: Math.round(record.durationMs / 10) / 100,
    status: record.status,
    status_code: record.statusCode,
    event: record.event,
    action: record.action,
    installation_id: record.installationId,
    repository_id: record.repositoryId,
    throttled_at: null,
  };
}
