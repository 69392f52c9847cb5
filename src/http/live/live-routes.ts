import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { LiveTickets } from '../../ports.ts';
import { Problem, REFUSALS } from '../api/refusals.ts';
import { HttpProblem } from '../http-problem.ts';
import { asyncapi } from './asyncapi.ts';
import type { Hub } from './hub.ts';
import { isAllowedOrigin } from './is-allowed-origin.ts';

const Ticket = z
  .object({
    ticket: z.string().describe('Opens one socket, once: `GET /ws?ticket=...`.'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Ticket' });

/** `POST /api/ws-tickets`, `GET /ws` and `GET /asyncapi.json` */
export function liveRoutes(
  tickets: LiveTickets,
  hub: Hub,
  origins: readonly string[],
): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const schema = {
      summary: 'A ticket, which opens one socket within half a minute',
      description:
        'The socket reaches what the token reaches, and is closed when the token is over; that of a sign-in, after five minutes at most.',
      tags: ['activity'],
      body: z.strictObject({}).nullish(),
      response: { 201: Ticket, ...REFUSALS },
    };
    scope.post(
      '/api/ws-tickets',
      { config: { policy: 'read', secretAnswer: true }, schema },
      async ({ caller }, reply) => {
        const ticket = caller && (await tickets.issue(caller));
        if (!ticket) throw new HttpProblem(401, 'What was shown was revoked this moment.');
        reply.code(201);
        return { ticket: ticket.text, expiresAt: ticket.expiresAt.toISOString() };
      },
    );

    const described = {
      summary: 'The messages of the socket, as AsyncAPI',
      tags: ['activity'],
      response: { 200: z.looseObject({ asyncapi: z.string() }) },
    };
    scope.get('/asyncapi.json', { config: { policy: 'public' }, schema: described }, () => asyncapi());

    scope.route({
      method: 'GET',
      url: '/ws',
      exposeHeadRoute: false,
      config: { policy: 'ticket' },
      schema: {
        summary: 'A WebSocket, which tells what happens; `/asyncapi.json` describes its messages',
        tags: ['activity'],
        querystring: z.strictObject({ ticket: z.string().max(100).optional() }),
        response: {
          101: z.undefined().describe('It is open.'),
          ...REFUSALS,
          426: Problem,
          503: Problem,
        },
      },
      // What does not open a socket must not use a ticket up.
      async preHandler(request, reply) {
        const { headers, query } = request;
        if (!request.ws) {
          reply.header('upgrade', 'websocket');
          throw new HttpProblem(426, 'Here is a WebSocket; connect with ws:// or wss://.');
        }
        if (!isAllowedOrigin(headers.origin, headers.host, origins))
          throw new HttpProblem(
            403,
            'Pages from there may open no socket here; CORS_ORIGINS and PUBLIC_URL say which may.',
          );
        if (hub.isFull()) throw new HttpProblem(503, 'There are as many sockets here as there may be.');
        const { ticket = '' } = query as { ticket?: string };
        request.admission = await tickets.redeem(ticket);
        if (request.admission === null)
          throw new HttpProblem(
            401,
            'This needs a ticket that is less than half a minute old and was not used. POST /api/ws-tickets gives one.',
          );
      },
      handler: () => undefined,
      wsHandler(socket, request) {
        if (request.admission) hub.join(socket, request.admission);
      },
    });
  };
}
