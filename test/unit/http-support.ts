import { createHmac } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createServer, type ServerDeps } from '../../src/http/create-server.ts';
import type { Delivery, Log } from '../../src/ports.ts';
import { BARE } from '../support/bare-server.ts';

export const SECRET = 'a secret of more than sixteen';
export const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => QUIET };
/** A running server on a free port, closed at the end of the test. `stored` is what its inbox holds. */
export async function startServer(overrides: Partial<ServerDeps> = {}) {
  const stored: Delivery[] = [];
  const server = createServer({
    ...BARE,
    inbox: {
      store: async (deliveries) => {
        stored.push(...deliveries);
      },
      dead: async () => [],
      redrive: async () => false,
    },
    secrets: [SECRET],
    log: QUIET,
    ...overrides,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { url, stored, server };
}

export function sign(body: string | Buffer, secret = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

/** Sends a webhook; a header of `null` is left out. */
export function deliver(
  url: string,
  body: string | Buffer,
  headers: Readonly<Record<string, string | null>> = {},
): Promise<Response> {
  const all: Record<string, string | null> = {
    'content-type': 'application/json',
    'x-github-event': 'issue_comment',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': sign(body),
    ...headers,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  return fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body: typeof body === 'string' ? body : new Uint8Array(body),
    headers: Object.fromEntries(present),
  });
}
