import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { AppOptions } from './app/app-options.ts';
import { offerSignIn } from './app/offer-sign-in.ts';
import { serve } from './app/serve.ts';
import { repositoryConfig } from './config/repository-config.ts';
import { LIMITS } from './core/budget/limits.ts';
import { createBudget } from './db/budget.ts';
import { createStore } from './db/create-store.ts';
import { createUpkeep } from './db/create-upkeep.ts';
import { migrate } from './db/migrate.ts';
import { createPool } from './db/pool.ts';
import { reachDatabase } from './db/reach-database.ts';
import { createAppDeliveries } from './github/app-deliveries.ts';
import { createChanges } from './github/create-changes.ts';
import { createGitHub } from './github/create-github.ts';
import { createProbot } from './github/create-probot.ts';
import { createReceiver } from './github/create-receiver.ts';
import { handlers } from './github/handlers.ts';
import { readApp } from './github/read-app.ts';
import { plainLines } from './markdown/plain-lines.ts';
import { readable } from './markdown/readable.ts';
import { watchProcess } from './metrics/watch-process.ts';
import type { Bell, Deps, GitHub } from './ports.ts';
import { createCorrelation } from './process/correlation.ts';
import { followDeliveries, followEffects } from './process/follow-work.ts';
import { noTracing } from './process/no-tracing.ts';
import { runningWork } from './process/running-work.ts';
import { watchEventLoop } from './process/watch-event-loop.ts';
import { createAlarm } from './queue/alarm.ts';
import { createDoorbell } from './queue/create-doorbell.ts';
import { createSweeper } from './queue/sweeper.ts';
import { handleInstallationEvent } from './usecases/events/handle-installation-event.ts';
import { handleRepoEvent } from './usecases/events/handle-repo-event.ts';
import { runLane } from './usecases/lane/run-lane.ts';
import type { ChoreDeps } from './usecases/work/chore.ts';
import { drainDeliveries } from './usecases/work/drain-deliveries.ts';
import { makeChoresDue, runChores } from './usecases/work/run-chores.ts';
import { sendEffects } from './usecases/work/send-effects.ts';
import { sweep } from './usecases/work/sweep.ts';

export interface App {
  /** Where it listens; null without the role `web`. */
  readonly url: string | null;
  readonly deps: Deps;
  /** Does everything that is due, as the sweeper does by itself every few seconds. */
  sweep(): Promise<void>;
  /** Does the chores that are due: asks GitHub for what did not arrive, and the like. */
  chores(): Promise<void>;
  /** A new link that signs the operator in, once; null where others than those of this machine come by, or nobody. */
  signInLink(): Promise<{ readonly url: string; readonly forMinutes: number } | null>;
  /** Takes nothing more in, finishes or hands back what is under way, closes every connection. */
  stop(): Promise<void>;
}

/** What is under way may finish for so long after the signal; then its calls to GitHub are cut off and it is handed back. */
const FINISH_MS = 6_000;
/** A client that dribbles its body is not waited for. */
const CLOSE_MS = 12_000;

/** The one place where the parts are put together. Tests and the demo call it as `main.ts` does. */
export async function createApp(options: AppOptions): Promise<App> {
  const { appId, privateKey, githubApiUrl: baseUrl, databaseUrl, log, roles } = options;
  const clock = options.clock ?? { now: () => new Date() };
  const pool = createPool(databaseUrl, { log });
  await reachDatabase(pool, databaseUrl);
  await migrate(pool);

  const self = await readApp({ appId, privateKey, baseUrl });
  const limits = options.limits ?? LIMITS;
  const budget = createBudget(pool, { log, limits });
  const cutOff = new AbortController();
  const work = runningWork();
  let stopping: Promise<void> | null = null;
  const access = { appId, privateKey, baseUrl, log, clock, budget, ending: cutOff.signal };
  const github = createGitHub(access);
  const following = {
    tracing: options.tracing ?? noTracing,
    correlation: options.correlation ?? createCorrelation(),
  };
  const { tracing, correlation } = following;
  const store = createStore(pool, {
    log,
    ring: (bell) => bellOf().ring(bell),
    trace: () => tracing.current(),
  });
  const upkeep = createUpkeep(pool);
  const deps: ChoreDeps = {
    store,
    github: followEffects(options.wrapGitHub ? wrapped(github, options.wrapGitHub) : github, following),
    clock,
    log,
    markdown: { plainLines, readable },
    configReader: repositoryConfig,
    newId: randomUUID,
    stopping: () => stopping !== null,
    upkeep,
    changes: createChanges({ ...access, selfLogin: self.login }),
    retentionDays: options.retentionDays ?? 90,
    appDeliveries: createAppDeliveries({ appId, privateKey, baseUrl, log, clock }),
  };

  const probot = createProbot({
    appId,
    privateKey,
    secret: options.webhookSecrets[0] ?? randomUUID(),
    baseUrl,
    log,
  });
  const receiver = followDeliveries(createReceiver(probot), following);
  // An import can wait; what people do meanwhile cannot.
  const importing = { ...deps, github: deps.github.as('background') };
  await probot.load((app) =>
    handlers(
      app,
      {
        repoEvent: (repo, event, origin) => handleRepoEvent(deps, repo, event, origin),
        installationEvent: (event, origin) => handleInstallationEvent(importing, event, origin),
      },
      self.login,
    ),
  );

  // Many effects wait a moment for a newer version; sweeps alone would make that up to ten seconds.
  const alarm = createAlarm(() => work.run(effects), log);
  async function effects(): Promise<void> {
    await sendEffects(deps);
    const next = await store.outbox.nextDue();
    if (next !== null && next < 10_000) alarm.in(Math.max(next, 50));
  }
  const bells = createDoorbell(
    options.redisUrl === null ? { databaseUrl } : { redisUrl: options.redisUrl },
    log,
    {
      deliveries: () => work.run(() => drainDeliveries(deps, receiver)),
      effects: () => work.run(effects),
      lane: (lane) =>
        work.run(() =>
          tracing.span('run lane', { attributes: { 'flotilla.lane': lane } }, () => runLane(deps, lane)),
        ),
    },
    options.tracing !== undefined,
  );
  const bellOf = () => bells.doorbell;
  const ring = (bell: Bell) => bells.doorbell.ring(bell);

  const watched = watchProcess();
  const answers = () => bells.answers();
  const server = serve(options, { pool, deps, correlation, watched, ring, answers });
  const sweepOnce = () => work.run(() => sweep(deps, receiver));
  const sweeper = createSweeper(sweepOnce, log, options.sweepTimes);
  const chores = createSweeper(() => runChores(deps), log, options.sweepTimes);

  const loop = watchEventLoop(log);
  async function end(): Promise<void> {
    loop.stop();
    watched.stop();
    alarm.stop();
    const cut = setTimeout(() => cutOff.abort(new Error('the process ends')), FINISH_MS);
    const closed = Promise.race([server.close(), pause(CLOSE_MS, undefined, { ref: false })]);
    await Promise.all([closed, sweeper.stop(), chores.stop(), bells.stop()]);
    await work.done();
    clearTimeout(cut);
    await budget.close();
    await pool.end();
  }

  async function begin(): Promise<string | null> {
    if (roles.has('worker')) {
      await bells.start();
      sweeper.start();
      await makeChoresDue(deps);
      if (options.choresByThemselves !== false) chores.start();
    }
    return roles.has('web') ? server.listen({ host: options.host, port: options.port }) : null;
  }

  try {
    const url = await begin();
    return {
      url,
      deps,
      sweep: sweepOnce,
      chores: () => runChores(deps),
      signInLink: () => offerSignIn(pool, options, url),
      stop: () => (stopping ??= end()),
    };
  } catch (error) {
    // The port may be taken: workers that nobody can stop would outlive their database.
    await (stopping ??= end());
    throw error;
  }
}

/** Wrapped, however important its calls are. */
function wrapped(github: GitHub, wrap: (github: GitHub) => GitHub): GitHub {
  return { ...wrap(github), as: (priority) => wrapped(github.as(priority), wrap) };
}
