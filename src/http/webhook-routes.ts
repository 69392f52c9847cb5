import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Delivery, Inbox, Log, Tracing } from '../ports.ts';
import { Problem } from './api/refusals.ts';
import { batch } from './batcher.ts';
import { installationOf } from './installation-of.ts';
import { paced } from './paced.ts';
import { problem } from './problem.ts';
import { verifySignature } from './verify-signature.ts';

/** GitHub never sends more (GitHub docs, "Webhook events and payloads": payload cap). */
const MAX_BODY_BYTES = 25 * 1024 * 1024;

export interface WebhookDeps {
  readonly inbox: Pick<Inbox, 'store'>;
  /** Says that deliveries are waiting. */
  readonly ring: () => Promise<void>;
  /** Two during rotation. */
  readonly secrets: readonly string[];
  readonly log: Log;
  /** Absent: nobody traces. */
  readonly tracing?: Tracing;
}

/**
 * `POST /api/github/webhooks`: verified over the raw bytes, stored, and only then acknowledged with 202. Nothing is
 * parsed here, so a payload that is no JSON is stored too; the worker says what is wrong with it.
 */
export function webhookRoutes(deps: WebhookDeps): (scope: FastifyInstance) => Promise<void> {
  const store = batch<Delivery>((deliveries) => deps.inbox.store(onceEach(deliveries)), {
    maxItems: 64,
    maxBytes: 8 * 1024 * 1024,
    sizeOf: (delivery) => delivery.body.length,
    // The second is filled while the first waits for the disk.
    flushes: 2,
  });
  // A ring costs about as much as a delivery, and a worker that drains finds what came meanwhile.
  const ring = paced(() => {
    deps.ring().catch((error: unknown) => deps.log.debug({ err: error }, 'ring failed'));
  }, 20);

  /** A part of nothing: GitHub says of no trace, and others are not believed. */
  async function receive(delivery: Delivery): Promise<void> {
    const { tracing } = deps;
    if (tracing === undefined) return store(delivery);
    const attributes = { 'flotilla.delivery': delivery.guid, 'flotilla.event': delivery.event };
    return tracing.span('receive delivery', { attributes }, () =>
      store({ ...delivery, trace: tracing.current() }),
    );
  }

  return async function routes(scope) {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body);
    });
    scope.post(
      '/api/github/webhooks',
      {
        config: { policy: 'public', uncounted: true },
        // No browser sees the answer, and at thousands a second the headers for browsers cost something.
        schema: {
          summary: 'What GitHub sends: stored, then acknowledged',
          description: 'Signed with the webhook secret (`X-Hub-Signature-256`) over the bytes of the body.',
          tags: ['deliveries'],
          response: {
            202: z.object({ accepted: z.literal(true) }),
            400: Problem,
            401: Problem,
            413: Problem,
            415: Problem,
            503: Problem,
          },
        },
        helmet: false,
        bodyLimit: MAX_BODY_BYTES,
        onRequest: refuseByHeaders,
      },
      async (request, reply) => {
        const body = request.body;
        if (!Buffer.isBuffer(body) || body.length === 0)
          return problem(reply, 400, 'The body is empty; send the payload as JSON.');
        if (!verifySignature(body, header(request, 'x-hub-signature-256'), deps.secrets)) {
          return problem(reply, 401, 'The signature does not fit the body; compare the webhook secrets.');
        }
        const guid = header(request, 'x-github-delivery');
        const event = header(request, 'x-github-event');
        try {
          await receive({ guid, event, installationId: installationOf(body), body });
        } catch (error) {
          deps.log.error({ err: error, delivery: guid, event }, 'delivery could not be stored');
          return problem(reply, 503, 'The delivery could not be stored; deliver it again.');
        }
        ring();
        return reply.code(202).type('application/json').send('{"accepted":true}');
      },
    );
  };
}

/** Before the body is read: what can be seen from the headers alone. */
async function refuseByHeaders(
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  if (!/^[a-z][a-z0-9_]{0,63}$/.test(header(request, 'x-github-event'))) {
    return problem(reply, 400, 'The header X-GitHub-Event must name an event, such as issue_comment.');
  }
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/.test(header(request, 'x-github-delivery'))) {
    return problem(reply, 400, 'The header X-GitHub-Delivery must carry the GUID of the delivery.');
  }
  if (header(request, 'x-hub-signature-256') === '') {
    return problem(reply, 401, 'The header X-Hub-Signature-256 is missing; set a secret on the webhook.');
  }
  if (header(request, 'content-type').startsWith('application/x-www-form-urlencoded')) {
    return problem(reply, 415, 'Set the content type of the webhook to application/json.');
  }
  return undefined;
}

/** The header's value; empty when it is absent or doubled. */
function header(request: FastifyRequest, name: string): string {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
}

/** One statement can insert a GUID once only; a copy in the same batch is the same delivery. */
function onceEach(deliveries: readonly Delivery[]): readonly Delivery[] {
  return [...new Map(deliveries.map((delivery) => [delivery.guid, delivery])).values()];
}
