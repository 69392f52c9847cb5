import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DeliveryGaps, Inbox, Operations, Outbox } from '../ports.ts';
import { pageOf } from './api/page-of.ts';
import { projectAsked } from './api/project-asked.ts';
import { cut, id, line, projectId, text, time } from './api/fields.ts';
import { Delivery, DELIVERY_STATES, Effect, EFFECT_STATES } from './api/operation-schemas.ts';
import { REFUSALS } from './api/refusals.ts';
import { page } from './api/schemas.ts';
import { HttpProblem } from './http-problem.ts';

export interface AdminDeps {
  readonly inbox: Pick<Inbox, 'dead' | 'redrive'>;
  readonly effects: Pick<Outbox, 'dead' | 'redrive'>;
  readonly operations: Operations;
  readonly deliveryGaps: () => Promise<DeliveryGaps>;
  /** Says that deliveries are waiting. */
  readonly ring: () => Promise<void>;
}

/** What operators do concerns every project. */
const config = { policy: 'admin' } as const;
const tags = ['operations'];
const guid = line(100);
const nothing = z.strictObject({}).nullish();

/**
 * For operators: what came in (`GET /api/deliveries`, `/dead`, `/gaps`, `POST /api/deliveries/:guid/redrive`) and what
 * is to go out (`GET /api/effects`, `/dead`, `POST /api/effects/:id/redrive`).
 */
export function adminRoutes(deps: AdminDeps): FastifyPluginAsyncZod {
  return async function routes(scope) {
    const deliveries = {
      summary: 'What GitHub sent, the newest first',
      tags,
      querystring: z.strictObject({
        state: z.enum(DELIVERY_STATES).optional(),
        event: text(100).optional(),
        cursor: text(100).optional().describe('`next` of the page before.'),
        limit: cut.limit,
      }),
      response: {
        200: z.object({ items: z.array(Delivery).readonly(), next: z.string().nullable() }),
        ...REFUSALS,
      },
    };
    scope.get('/api/deliveries', { config, schema: deliveries }, async ({ query }) => {
      const { state = null, event = null, cursor = null, limit } = query;
      const items = await deps.operations.deliveries({ state, event, cursor, limit });
      return { items, next: items.length < limit ? null : (items.at(-1)?.guid ?? null) };
    });

    const dead = {
      summary: 'Deliveries that no handler could handle',
      tags,
      response: { 200: z.object({ deliveries: z.array(DeadDelivery).readonly() }), ...REFUSALS },
    };
    scope.get('/api/deliveries/dead', { config, schema: dead }, async () => ({
      deliveries: await deps.inbox.dead(),
    }));

    const gaps = {
      summary: 'Since when no delivery of GitHub is missing here, and which are',
      tags,
      response: { 200: Gaps, ...REFUSALS },
    };
    scope.get('/api/deliveries/gaps', { config, schema: gaps }, () => deps.deliveryGaps());

    const redrive = {
      summary: 'Handle a dead delivery again',
      tags,
      params: z.strictObject({ guid }),
      body: nothing,
      response: { 202: z.object({ redriven: z.string() }), ...REFUSALS },
    };
    scope.post('/api/deliveries/:guid/redrive', { config, schema: redrive }, async ({ params }, reply) => {
      if (!(await deps.inbox.redrive(params.guid)))
        throw new HttpProblem(404, 'There is no dead delivery with this GUID.');
      await deps.ring();
      return reply.code(202).send({ redriven: params.guid });
    });

    const effects = {
      summary: 'What was, is or could not be shown on GitHub, the oldest first',
      tags,
      querystring: z.strictObject({ projectId, state: z.enum(EFFECT_STATES).optional(), ...cut }),
      response: { 200: page(Effect), ...REFUSALS },
    };
    scope.get('/api/effects', { config, schema: effects }, async ({ caller, query }) => {
      const { state = null, cursor: after, limit } = query;
      const project = projectAsked(caller, query.projectId);
      return pageOf(await deps.operations.effects(project, { state, after, limit }), limit);
    });

    const deadEffects = {
      summary: 'What GitHub would not have',
      tags,
      response: { 200: z.object({ effects: z.array(DeadEffect).readonly() }), ...REFUSALS },
    };
    scope.get('/api/effects/dead', { config, schema: deadEffects }, async () => ({
      effects: await deps.effects.dead(),
    }));

    const again = {
      summary: 'Send a dead effect again',
      tags,
      params: z.strictObject({ id }),
      body: nothing,
      response: { 202: z.object({ redriven: z.int() }), ...REFUSALS },
    };
    scope.post('/api/effects/:id/redrive', { config, schema: again }, async ({ params }, reply) => {
      if (!(await deps.effects.redrive(params.id)))
        throw new HttpProblem(404, 'There is no dead effect with this id.');
      return reply.code(202).send({ redriven: params.id });
    });
  };
}

const DeadDelivery = z.object({
  guid: z.string(),
  event: z.string(),
  error: z.string(),
  receivedAt: time,
  attempts: z.int(),
});

const DeadEffect = z.object({
  id: z.int(),
  repository: z.string(),
  kind: z.string(),
  key: z.string(),
  error: z.string(),
  attempts: z.int(),
  wantedAt: time,
});

const Gaps = z.object({
  noGapsSince: time.nullable().describe('Null: the log of GitHub was not yet read to its end.'),
  sweptUntil: time.nullable(),
  missing: z
    .array(
      z.object({
        guid: z.string(),
        event: z.string(),
        deliveredAt: time,
        status: z.string(),
        asked: z.int(),
        error: z.string().nullable(),
      }),
    )
    .readonly(),
});
