import type { FastifyDynamicSwaggerOptions, SwaggerTransform } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { VERSION } from '../../core/version.ts';
import { answeredBesides } from './answered-besides.ts';
import { asSent } from './as-sent.ts';

const DESCRIPTION = `Everything that can be read of a fleet, and every command of its comments. Send a token as \`Authorization: Bearer flt_...\`;
\`flotilla token create\` makes one. Refusals are problem details (RFC 9457), whose \`detail\` says what to do.`;

const SECURITY = {
  token: { type: 'http', scheme: 'bearer', bearerFormat: 'flt_...' },
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'flotilla-session',
    description: 'Who signed in; over HTTPS it is called `__Host-flotilla-session`.',
  },
} as const;

/** How the document is written from the routes' schemas. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Flotilla', version: VERSION, description: DESCRIPTION },
    components: { securitySchemes: SECURITY },
    security: [{ token: [] }, { session: [] }],
  },
  transform: asServed,
  transformObject: (document) => withHeaders(asSent(withOptionalBodies(jsonSchemaTransformObject(document)))),
};

/** A route with all that it may answer; what is for everybody needs nothing to be shown. */
function asServed(asked: Parameters<SwaggerTransform>[0]): ReturnType<SwaggerTransform> {
  const { schema, route } = asked;
  const response = schema.response as object | undefined;
  const written = jsonSchemaTransform({
    ...asked,
    schema: { ...schema, response: { ...answeredBesides(route), ...response } },
  });
  const policy = route.config?.policy;
  const open = policy === 'public' || policy === 'ticket';
  return open ? { ...written, schema: { ...written.schema, security: [] } } : written;
}

/** What may be null may be left out: the writer of the document calls every body required. */
function withOptionalBodies<Document extends object>(document: Document): Document {
  const { paths = {} } = document as {
    readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  for (const { requestBody } of Object.values(paths).flatMap((path) => Object.values(path))) {
    const json = requestBody?.content?.['application/json'];
    const [body, other] = json?.schema?.anyOf ?? [];
    if (!requestBody || !json || !body || other?.type !== 'null') continue;
    requestBody.required = false;
    json.schema = body;
  }
  return document;
}

/** What every route takes and answers besides, whatever it is for. */
function withHeaders<Document extends object>(document: Document): Document {
  const { paths = {} } = document as { readonly paths?: Paths };
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      if (!path.startsWith('/api/') || path.startsWith('/api/github/')) continue;
      operation.parameters = [
        ...(operation.parameters ?? []),
        method === 'get' ? IF_NONE_MATCH : IDEMPOTENCY_KEY,
      ];
      if (method === 'get') operation.responses['304'] = { description: 'As it was when it had this tag.' };
      else {
        operation.responses['409'] ??= { ...operation.responses['400'], ...UNDER_WAY };
        operation.responses['422'] ??= { ...operation.responses['400'], ...REUSED };
      }
    }
  }
  return document;
}

const IF_NONE_MATCH = {
  in: 'header',
  name: 'If-None-Match',
  required: false,
  schema: { type: 'string' },
  description: 'An `etag` that was answered before.',
} as const;
const IDEMPOTENCY_KEY = {
  in: 'header',
  name: 'Idempotency-Key',
  required: false,
  schema: { type: 'string', minLength: 1, maxLength: 255 },
  description: 'The same request under the same key is done once, and answered alike for a day.',
} as const;
const UNDER_WAY = { description: 'The first request with this Idempotency-Key is not answered yet.' };
const REUSED = { description: 'The Idempotency-Key was used for another request.' };

type Paths = Readonly<Record<string, Readonly<Record<string, Operation>>>>;

interface BodySchema {
  readonly type?: string;
  readonly anyOf?: readonly BodySchema[];
}

interface Operation {
  parameters?: readonly object[];
  readonly responses: Record<string, object>;
  readonly requestBody?: {
    required?: boolean;
    readonly content?: { readonly 'application/json'?: { schema?: BodySchema } };
  };
}

/** `GET /openapi.json` */
export async function openapiRoutes(scope: FastifyInstance): Promise<void> {
  const schema = {
    summary: 'This document',
    tags: ['operations'],
    response: { 200: z.looseObject({ openapi: z.string() }) },
  };
  scope.get('/openapi.json', { config: { policy: 'public' }, schema }, async (_, reply) =>
    reply.type('application/json; charset=utf-8').send(JSON.stringify(scope.swagger())),
  );
}
