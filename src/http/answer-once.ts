import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Once } from '../core/model/once.ts';
import type { Answers } from '../ports.ts';
import { problem } from './problem.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Its answer is a secret that is shown once, so it cannot be kept. */
    secretAnswer?: boolean;
  }
  interface FastifyRequest {
    /** What has to be done once, and its answer kept; null: it does not say so. */
    once: Once | null;
  }
}

const KEY = /^[\x21-\x7e]{1,255}$/;
/** It failed: the next one may try again. */
const WORTH_ANOTHER_TRY = (status: number) => status >= 500 || status === 429;

/**
 * A write with an `Idempotency-Key` is done once: the same again is answered as before, something else under the same
 * key is refused. What commands do is kept in their own transaction, so that a process that dies before it answers is
 * followed, after a minute, by one that answers and does nothing more. The few other writes may be done twice then: a
 * sign of life, a second look at GitHub, one more snapshot, what is already revoked or put back.
 */
export function answerOnce(app: FastifyInstance, { answers }: { readonly answers: Answers }): void {
  app.decorateRequest('once', null);
  app.addHook('preHandler', async (request, reply) => {
    const key = request.headers['idempotency-key'];
    if (key === undefined || request.caller === null || /^(GET|HEAD)$/.test(request.method)) return undefined;
    return begin(answers, request, reply, String(key));
  });
  app.addHook('onSend', async ({ once }, reply, payload) => {
    if (once === null) return payload;
    const { statusCode: status } = reply;
    if (WORTH_ANOTHER_TRY(status) || typeof payload !== 'string')
      await answers.forget(once.asked, once.fence);
    else {
      const type = String(reply.getHeader('content-type') ?? 'application/json');
      await answers.keep(once.asked, once.fence, { status, type, body: payload });
    }
    return payload;
  });
}

/** Answers what was answered before, or must not be asked under this key. */
async function begin(
  answers: Answers,
  request: FastifyRequest,
  reply: FastifyReply,
  key: string,
): Promise<FastifyReply | undefined> {
  if (!KEY.test(key))
    return problem(
      reply,
      400,
      'An Idempotency-Key has 1 to 255 visible characters of ASCII, such as a UUID.',
    );
  if (request.routeOptions.config.secretAnswer === true)
    return problem(
      reply,
      400,
      'The answer of this route is shown once and not kept; send no Idempotency-Key.',
    );
  const asked = {
    caller: hash(request.headers.authorization ?? '', request.headers.cookie ?? ''),
    key,
    request: hash(
      request.method,
      request.url,
      // Which project somebody who signed in means.
      String(request.headers['x-flotilla-project'] ?? ''),
      JSON.stringify(request.body ?? null),
    ),
  };
  const begun = await answers.begin(asked);
  switch (begun.kind) {
    case 'new':
      request.once = { asked, fence: begun.fence, done: begun.done };
      return undefined;
    case 'answered':
      reply.header('idempotent-replayed', 'true').code(begun.answer.status).type(begun.answer.type);
      return reply.send(begun.answer.body);
    case 'other':
      return problem(reply, 422, 'This Idempotency-Key was used for another request. Take a new one.');
    case 'under_way':
      return underWay(reply);
  }
}

/** Somebody else has it in hand. */
export function underWay(reply: FastifyReply): FastifyReply {
  reply.header('retry-after', 1);
  return problem(reply, 409, 'The first request with this Idempotency-Key is not answered yet. Ask again.');
}

function hash(...parts: readonly string[]): Buffer {
  return createHash('sha256').update(JSON.stringify(parts)).digest();
}
