import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const DESCRIPTION = `Everything that can be read of a fleet, and every command of its comments. Send a token as \`Authorization: Bearer flt_...\`;
\`flotilla token create\` makes one. Refusals are problem details (RFC 9457), whose \`detail\` says what to do.`;

/** How the document is written from the routes' schemas. */
export const OPENAPI: FastifyDynamicSwaggerOptions = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Flotilla', version: '0.1.0', description: DESCRIPTION },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'flt_...' } } },
    security: [{ token: [] }],
  },
  transform: jsonSchemaTransform,
  transformObject: (document) => withOptionalBodies(jsonSchemaTransformObject(document)),
};

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

interface BodySchema {
  readonly type?: string;
  readonly anyOf?: readonly BodySchema[];
}

interface Operation {
  readonly requestBody?: {
    required?: boolean;
    readonly content?: { readonly 'application/json'?: { schema?: BodySchema } };
  };
}

/** `GET /openapi.json` */
export async function openapiRoutes(scope: FastifyInstance): Promise<void> {
  scope.get('/openapi.json', { config: { policy: 'public' }, schema: { hide: true } }, async (_, reply) =>
    reply.send(scope.swagger()),
  );
}
