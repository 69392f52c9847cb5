import type { FastifyReply, FastifyRequest, HookHandlerDoneFunction } from 'fastify';

type Check = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> | undefined;

/**
 * A hook that answers some requests itself. Those that it has nothing to ask about cost no promise: webhooks pass
 * them all.
 */
export function onRequest(check: Check) {
  return function hook(request: FastifyRequest, reply: FastifyReply, done: HookHandlerDoneFunction): void {
    const answer = check(request, reply);
    if (answer === undefined) done();
    else void passOn(answer, done);
  };
}

async function passOn(
  answer: Promise<FastifyReply | undefined>,
  done: HookHandlerDoneFunction,
): Promise<void> {
  try {
    if ((await answer) !== undefined) return;
  } catch (error) {
    return done(error instanceof Error ? error : new Error('a check failed', { cause: error }));
  }
  done();
}
