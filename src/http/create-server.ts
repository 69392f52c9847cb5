import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Answers, Correlation, Log } from '../ports.ts';
import type { ApiDeps } from './api/api-deps.ts';
import { boardRoutes } from './api/board-routes.ts';
import { agentRoutes } from './api/agent-routes.ts';
import { assignmentRoutes } from './api/assignment-routes.ts';
import { entryRoutes } from './api/entry-routes.ts';
import { projectRoutes } from './api/project-routes.ts';
import { tokenRoutes } from './api/token-routes.ts';
import { OPENAPI, openapiRoutes } from './api/openapi-routes.ts';
import { commandRoutes } from './api/command-routes.ts';
import { laneRoutes } from './api/lane-routes.ts';
import { taskRoutes } from './api/task-routes.ts';
import { adminRoutes, type AdminDeps } from './admin-routes.ts';
import { briefRoutes, type BriefDeps } from './brief-routes.ts';
import { answerOnce } from './answer-once.ts';
import { tagAnswers } from './tag-answers.ts';
import { answerError, answerErrors, rawProblem } from './answer-errors.ts';
import { guard, type GuardDeps, type GuardedRoute } from './guard.ts';
import { healthRoutes, type HealthDeps } from './health-routes.ts';
import { BY_DEFAULT, protect, type Hardening } from './harden.ts';
import { limitRate } from './limit-rate.ts';
import { metricsRoutes, type MetricsDeps } from './metrics-routes.ts';
import { onRequest } from './on-request.ts';
import { createHub } from './live/hub.ts';
import { LIVE_LIMITS, type LiveDeps } from './live/live-deps.ts';
import { liveRoutes } from './live/live-routes.ts';
import { sockets } from './live/sockets.ts';
import { mcpRoutes } from './mcp/mcp-routes.ts';
import { authRoutes } from './people/auth-routes.ts';
import type { PeopleDeps } from './people/people-deps.ts';
import { problem } from './problem.ts';
import { progressRoutes, type ProgressDeps } from './progress-routes.ts';
import { requestId } from './request-id.ts';
import { statusRoutes, type StatusDeps } from './status-routes.ts';
import { webhookRoutes, type WebhookDeps } from './webhook-routes.ts';

export type ServerDeps = GuardDeps &
  WebhookDeps &
  AdminDeps &
  ProgressDeps &
  BriefDeps &
  HealthDeps &
  PeopleDeps &
  MetricsDeps &
  StatusDeps &
  LiveDeps &
  ApiDeps & {
    readonly answers: Answers;
    /** Where it is not said: what the settings say by default. */
    readonly hardening?: Partial<Hardening>;
    /** So that the log says for which request. */
    readonly correlation?: Correlation;
  };

export interface Server {
  /** What it serves, and to whom; complete once it listens. */
  readonly routes: readonly GuardedRoute[];
  /** Begins to listen; port 0 takes any free one. Returns the address, such as `http://127.0.0.1:3000`. */
  listen(options: { readonly host: string; readonly port: number }): Promise<string>;
  /** Answers what was begun, then ends. */
  close(): Promise<void>;
}

/** An answer to an API is short; what agents send is text. Webhooks have a limit of their own. */
const BODY_BYTES = 256 * 1024;

/** Everything that Flotilla serves over HTTP. */
export function createServer(deps: ServerDeps): Server {
  const { live, log } = deps;
  const hardening = { ...BY_DEFAULT, ...deps.hardening };
  const routes: GuardedRoute[] = [];
  const app = Fastify({
    logger: false,
    forceCloseConnections: 'idle',
    // GitHub gives up after 10 s; a client that dribbles a body holds memory no longer than this.
    requestTimeout: 30_000,
    bodyLimit: BODY_BYTES,
    trustProxy: hardening.proxies.length > 0 ? [...hardening.proxies] : false,
    genReqId: requestId,
    // Ours says the same as problem details.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void answerError(log, error, request, reply),
    clientErrorHandler(error, socket) {
      if (socket.writable) socket.end(rawProblem(error));
      else socket.destroy();
    },
  });

  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app, log, routes);
  nameRequests(app, deps);
  refuseWhenClosing(app);
  protect(app, hardening);
  // Hooks run in the order in which they are added, and those of plugins are added once they are loaded.
  app.after(() => {
    const limits = limitRate(app, hardening);
    app.addHook('onRequest', onRequest(limits.perAddress));
    guard(app, deps, routes);
    app.addHook('onRequest', onRequest(limits.perToken));
    answerOnce(app, deps);
    tagAnswers(app);
  });
  const hub = createHub({ ...live, log, limits: { ...LIVE_LIMITS, ...live.limits } });
  sockets(app, hub, log);
  void app.register(swagger, OPENAPI);

  const pages = [...hardening.origins, ...live.origins];
  for (const some of [
    webhookRoutes(deps),
    openapiRoutes,
    boardRoutes(deps),
    agentRoutes(deps),
    assignmentRoutes(deps),
    entryRoutes(deps),
    projectRoutes(deps),
    tokenRoutes(deps),
    liveRoutes(live.tickets, hub, pages),
    mcpRoutes(deps, pages),
    taskRoutes(deps),
    commandRoutes(deps),
    laneRoutes(deps),
    adminRoutes(deps),
    progressRoutes(deps),
    briefRoutes(deps),
    healthRoutes(deps),
    authRoutes(deps),
    metricsRoutes(deps),
    statusRoutes(deps),
  ]) {
    void app.register(some);
  }
  return { routes, listen: (options) => app.listen(options), close: () => app.close() };
}

/** Says in every answer, and in the log, what a request is called. */
function nameRequests(
  app: FastifyInstance,
  { log, correlation }: { readonly log: Log; readonly correlation?: Correlation },
): void {
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-request-id', request.id);
    // What is not counted comes by thousands, and logs for itself.
    if (correlation === undefined || request.routeOptions.config.uncounted === true) return done();
    correlation.run({ requestId: request.id }, done);
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method, id, routeOptions } = request;
    const ms = Math.round(reply.elapsedTime);
    log.debug({ requestId: id, method, route: routeOptions.url, status: reply.statusCode, ms }, 'answered');
    done();
  });
}

/** What comes on a connection that is still open after the end began is sent elsewhere. */
function refuseWhenClosing(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', (_request, reply, done) => {
    if (!closing) return done();
    reply.headers({ connection: 'close', 'retry-after': 1 });
    problem(reply, 503, 'This server is being stopped; ask again.');
  });
}
