import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import type { FastifyError } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { ApiDeps } from './api/api-deps.ts';
import { boardRoutes } from './api/board-routes.ts';
import { heartbeatRoutes } from './api/heartbeat-routes.ts';
import { OPENAPI, openapiRoutes } from './api/openapi-routes.ts';
import { taskRoutes } from './api/task-routes.ts';
import { adminRoutes, type AdminDeps } from './admin-routes.ts';
import { briefRoutes, type BriefDeps } from './brief-routes.ts';
import { guard, type GuardDeps, type GuardedRoute } from './guard.ts';
import { healthRoutes, type HealthDeps } from './health-routes.ts';
import { partsOf } from './parts-of.ts';
import { problem } from './problem.ts';
import { progressRoutes, type ProgressDeps } from './progress-routes.ts';
import { statusRoutes, type StatusDeps } from './status-routes.ts';
import { webhookRoutes, type WebhookDeps } from './webhook-routes.ts';

export type ServerDeps = GuardDeps &
  WebhookDeps &
  AdminDeps &
  ProgressDeps &
  BriefDeps &
  HealthDeps &
  StatusDeps &
  ApiDeps;

export interface Server {
  /** What it serves, and to whom; complete once it listens. */
  readonly routes: readonly GuardedRoute[];
  /** Begins to listen; port 0 takes any free one. Returns the address, such as `http://127.0.0.1:3000`. */
  listen(options: { readonly host: string; readonly port: number }): Promise<string>;
  /** Answers what was begun, then ends. */
  close(): Promise<void>;
}

/** Everything that Flotilla serves over HTTP. */
export function createServer(deps: ServerDeps): Server {
  const app = Fastify({
    logger: false,
    forceCloseConnections: 'idle',
    // GitHub gives up after 10 s; a client that dribbles a body holds memory no longer than this.
    requestTimeout: 30_000,
  });

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  const routes = guard(app, deps);
  void app.register(swagger, OPENAPI);
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status === 413)
      return problem(reply, 413, 'The body is larger than the 25 MB that GitHub sends at most.');
    if (error.validation)
      return problem(reply, 400, 'The request is not what this route takes.', partsOf(error));
    if (status < 500) return problem(reply, status, error.message);
    deps.log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    return problem(reply, 500, 'Something went wrong here; the log of the server says what.');
  });
  app.setNotFoundHandler((_request, reply) => problem(reply, 404, 'There is nothing at this address.'));

  for (const routes of [
    webhookRoutes(deps),
    openapiRoutes,
    boardRoutes(deps),
    heartbeatRoutes(deps),
    taskRoutes(deps),
    adminRoutes(deps),
    progressRoutes(deps),
    briefRoutes(deps),
    healthRoutes(deps),
    statusRoutes(deps),
  ]) {
    void app.register(routes);
  }
  return { routes, listen: (options) => app.listen(options), close: () => app.close() };
}
