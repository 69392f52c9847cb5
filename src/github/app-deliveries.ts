import { z } from 'zod';
import type { AppDeliveries, Clock, Log } from '../ports.ts';
import { createAppClient } from './create-app-client.ts';

/** One line of the log, as far as we look at it. */
const attemptShape = z.object({
  id: z.string(),
  guid: z.string(),
  event: z.string(),
  status: z.string(),
  delivered_at: z.iso.datetime({ offset: true }),
});

/** The log of the App's webhook, read in the App's own name: no installation is asked. Reads are repeated at most twice. */
export function createAppDeliveries(options: {
  readonly appId: number;
  readonly privateKey: string;
  readonly baseUrl: string;
  readonly log: Log;
  readonly clock: Clock;
}): AppDeliveries {
  const client = createAppClient(options);
  return {
    async page(cursor) {
      const answer = await client.request('GET /app/hook/deliveries', {
        per_page: 100,
        ...(cursor === null ? {} : { cursor }),
        // As text: JSON.parse would round the ids, which outgrew 2^53 (github/rest-api-description#4345).
        request: { parseSuccessResponseBody: false },
      });
      const text = await new Response(answer.data as unknown as ReadableStream).text();
      const attempts = z.array(attemptShape).parse(JSON.parse(quoteIds(text)));
      return {
        attempts: attempts.map(({ delivered_at: at, ...attempt }) => ({ ...attempt, at: new Date(at) })),
        next: nextCursor(answer.headers.link),
      };
    },
    async redeliver(attemptId) {
      await client.request(`POST /app/hook/deliveries/${encodeURIComponent(attemptId)}/attempts`);
    },
  };
}

function quoteIds(json: string): string {
  return json.replace(/("id"\s*:\s*)(\d+)/g, '$1"$2"');
}

/** `<https://.../deliveries?per_page=100&cursor=v1_123>; rel="next"` */
function nextCursor(link: string | undefined): string | null {
  const next = /<([^>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
  return next === undefined ? null : new URL(next).searchParams.get('cursor');
}
