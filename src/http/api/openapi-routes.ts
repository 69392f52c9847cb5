import type { FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';

const DESCRIPTION = `Everything that can be read of a fleet. Send a token as \`Authorization: Bearer flt_...\`;
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
  transformObject: jsonSchemaTransformObject,
};

/** `GET /openapi.json` */
export async function openapiRoutes(scope: FastifyInstance): Promise<void> {
  scope.get('/openapi.json', { config: { policy: 'public' }, schema: { hide: true } }, async (_, reply) =>
    reply.send(scope.swagger()),
  );
}
