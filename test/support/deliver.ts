import { createHmac, randomUUID } from 'node:crypto';
import type { World } from './world.ts';

export interface Posted {
  readonly event: string;
  /** Text is sent as it is, anything else as JSON. */
  readonly payload: unknown;
  readonly guid?: string;
  /** What to sign with; null: not signed at all. */
  readonly secret?: string | null;
  readonly to?: { readonly url: string | null };
}

/** Sends one webhook straight to Flotilla, as GitHub would, and answers what it answered. */
export async function deliver(
  world: Pick<World, 'app' | 'github'>,
  { event, payload, guid = randomUUID(), secret = world.github.webhookSecret, to = world.app }: Posted,
): Promise<Response> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload);
  const signature = secret === null ? null : createHmac('sha256', secret).update(body).digest('hex');
  return fetch(`${to.url}/api/github/webhooks`, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      'x-github-delivery': guid,
      ...(signature === null ? {} : { 'x-hub-signature-256': `sha256=${signature}` }),
    },
  });
}
