import { LIMITS } from '../core/budget/limits.ts';
import { readinessOf } from '../core/readiness.ts';
import { answers } from '../db/answers.ts';
import { apiTokens } from '../db/api-tokens.ts';
import { catalog } from '../db/catalog.ts';
import { liveFeed } from '../db/live-feed.ts';
import { liveTickets } from '../db/live-tickets.ts';
import { measurements } from '../db/measurements.ts';
import { operations } from '../db/operations.ts';
import type { createPool } from '../db/pool.ts';
import { readinessFacts } from '../db/readiness-facts.ts';
import { createServer, type Server } from '../http/create-server.ts';
import { renderMetrics, type Rendered } from '../metrics/render-metrics.ts';
import type { WatchedProcess } from '../metrics/watch-process.ts';
import type { Bell, Correlation } from '../ports.ts';
import { briefTask } from '../usecases/brief-task.ts';
import { orderCommand } from '../usecases/commands/order-command.ts';
import { activateAgent, deactivateAgent } from '../usecases/deactivate-agent.ts';
import { explainEntry } from '../usecases/explain-entry.ts';
import { followNamedPull } from '../usecases/follow-named-pull.ts';
import { heartbeat } from '../usecases/heartbeat.ts';
import { readyTasks } from '../usecases/ready-tasks.ts';
import type { ChoreDeps } from '../usecases/work/chore.ts';
import { snapshotProject } from '../usecases/work/record-progress.ts';
import type { AppOptions } from './app-options.ts';
import { createPeople } from './create-people.ts';
import { isLocal } from './is-local.ts';

/** What the server shares with the work behind it. */
interface Behind {
  readonly pool: ReturnType<typeof createPool>;
  readonly deps: ChoreDeps;
  readonly correlation: Correlation;
  readonly watched: WatchedProcess;
  readonly ring: (bell: Bell) => Promise<void>;
  /** Whether the queue answers. */
  readonly answers: () => Promise<boolean>;
}

/** The server, given every use case and table that it serves. It does not listen yet. */
export function serve(options: AppOptions, behind: Behind): Server {
  const { pool, deps, correlation, watched, ring } = behind;
  const { store, upkeep } = deps;
  const { log } = options;
  const limits = options.limits ?? LIMITS;
  const measure = measurements(pool, { log, limits });

  async function metrics(): Promise<Rendered> {
    const shared = await measure().catch((error: unknown) => {
      log.warn({ err: error }, 'could not measure');
      return null;
    });
    return renderMetrics(shared, watched.facts(shared !== null));
  }

  async function redriveEffect(id: number): Promise<boolean> {
    const revived = await store.outbox.redrive(id);
    if (revived) await ring({ kind: 'effects' });
    return revived;
  }

  return createServer({
    inbox: store.inbox,
    ring: () => ring({ kind: 'deliveries' }),
    effects: { dead: () => store.outbox.dead(), redrive: redriveEffect },
    secrets: options.webhookSecrets,
    people: createPeople(pool, deps, options),
    correlation,
    ...(options.tracing ? { tracing: options.tracing } : {}),
    log,
    adminToken: options.adminToken,
    tokens: apiTokens(pool),
    statusPage: () => store.read.statusPage(),
    statusIsOpen: isLocal(options),
    deliveryGaps: () => upkeep.deliveryLog.gaps(),
    progress: {
      known: async (project) => (await store.read.project(project)) !== null,
      snapshot: (project) => snapshotProject(upkeep, project),
      summary: (project) => upkeep.progressBook.summary(project),
      history: (project, limit) => upkeep.progressBook.history(project, limit),
    },
    answers: answers(pool),
    apiTokens: apiTokens(pool),
    operations: operations(pool),
    catalog: catalog(pool),
    deactivate: (service, reason) => deactivateAgent(deps, service, reason),
    activate: (service) => activateAgent(deps, service),
    explainEntry: (id) => explainEntry(deps, id),
    followPull: (project, pull) => followNamedPull(deps, project, pull),
    live: {
      feed: liveFeed(pool, log),
      tickets: liveTickets(pool),
      origins: options.publicUrl ? [new URL(options.publicUrl).origin] : [],
      count: (sockets) => watched.sockets.set(sockets),
    },
    heartbeat: (project, agent) => heartbeat(deps, project, agent),
    order: (order) => orderCommand(deps, order),
    readyTasks: (project, roles) => readyTasks(deps, project, roles),
    brief: (project, issue) => briefTask(deps, project, issue),
    metricsToken: options.metricsToken ?? null,
    metrics,
    ready: async () =>
      readinessOf({ ...(await readinessFacts(pool, limits)), doorbell: await behind.answers() }),
    ...(options.hardening ? { hardening: options.hardening } : {}),
  });
}
