#!/usr/bin/env node
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { createAuditSession } from './app/create-audit-session.ts';
import { createMigrateSession } from './app/create-migrate-session.ts';
import { createTokenSession } from './app/create-token-session.ts';
import { createProgram } from './cli/create-program.ts';
import type { PlanSession } from './cli/plan-session.ts';
import { createTerminal } from './cli/terminal.ts';
import {
  parseEnvironment,
  type CommonSettings,
  type Environment,
  type RunSettings,
} from './config/environment.ts';
import { planFiles } from './config/plan-files.ts';
import type { Diagnosis } from './core/doctor/diagnosis.ts';
import { requireCluster } from './embedded/require-cluster.ts';
import { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts';
import { CannotStart, type Log, type RunnerEnd, type RunnerJob } from './ports.ts';
import { createCorrelation } from './process/correlation.ts';

/** Past this, whatever still runs is cut off: the next start finds everything in PostgreSQL. */
const GRACE_MS = 25_000;

const correlation = createCorrelation();
const terminal = createTerminal((code) => (process.exitCode = code));

const program = createProgram({
  terminal,
  env: process.env,
  start,
  examine,
  runAgent,
  planFiles,
  connect: {
    forMigrations: () => openDatabase(createMigrateSession),
    forPlans: connectForPlans,
    forTrails: () => openDatabase(createAuditSession),
    forTokens: () => openDatabase(createTokenSession),
  },
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CannotStart)) throw error;
  console.error(`Flotilla cannot start: ${error.message}`);
  process.exit(1);
}

async function start(): Promise<void> {
  const settings = readSettings();
  const log = createLog(settings.logLevel);
  const started = settings.kind === 'setup' ? setUp(settings, log) : run(settings, log);
  stopOnSignal(log, started);
  await started;
}

/** Settings that are wrong are among what it finds. */
async function examine(repo: string | null): Promise<readonly Diagnosis[]> {
  const { createDoctor } = await import('./app/create-doctor.ts');
  loadFile();
  const read = (path: string) => readFileSync(path, 'utf8');
  return createDoctor({ env: process.env, readFile: read, log: commandLog })(repo);
}

/** The first signal ends it in order, a second one at once. */
async function runAgent(job: RunnerJob): Promise<RunnerEnd> {
  const told = new AbortController();
  const onSignal = (): void => (told.signal.aborted ? process.exit(1) : told.abort());
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  const { createAgentRunner } = await import('./app/create-agent-runner.ts');
  return createAgentRunner(job, process.env, told.signal);
}

/** Null: there is no App yet. */
async function connectForPlans(): Promise<PlanSession | null> {
  const settings = readSettings();
  if (settings.kind === 'setup') {
    console.error('There is no GitHub App yet. Start Flotilla without a command to create one.');
    return null;
  }
  const { app, githubApiUrl, databaseUrl, logLevel } = settings;
  const log = commandLog(logLevel);
  const { createPlanSession } = await import('./app/create-plan-session.ts');
  return createPlanSession({ appId: app.id, privateKey: app.privateKey, githubApiUrl, databaseUrl, log });
}

/** Needs a database and no App. An embedded one that Flotilla runs is used along with it, else it is started for this. */
async function openDatabase<Session extends { close(): Promise<void> }>(
  open: (databaseUrl: string, log: Log) => Promise<Session>,
): Promise<Session> {
  const { databaseUrl, dataDir, logLevel } = readSettings();
  const log = commandLog(logLevel);
  if (databaseUrl !== null) return open(databaseUrl, log);
  const folder = join(dataDir, 'postgres');
  await requireCluster(folder);
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log });
  try {
    const session = await open(embedded.url, log);
    return {
      ...session,
      async close() {
        await session.close();
        await embedded.stop();
      },
    };
  } catch (error) {
    await embedded.stop();
    throw error;
  }
}

/** What the command prints says it all, unless somebody asks for more; its result may be all of standard output. */
function commandLog(level: Environment['logLevel']): Log {
  return createLog(process.env['LOG_LEVEL'] === undefined ? 'silent' : level, 2);
}

function createLog(level: Environment['logLevel'], to: 1 | 2 = 1): Log {
  const redact = ['*.privateKey', '*.token', '*.authorization'];
  return pino({ level, redact, mixin: () => correlation.fields() }, pino.destination(to));
}

function readSettings(): Environment {
  loadFile();
  const settings = parseEnvironment(process.env, (path) => readFileSync(path, 'utf8'));
  if (!settings.ok) {
    console.error(`Flotilla cannot start:\n${settings.error.map((problem) => `  - ${problem}`).join('\n')}`);
    process.exit(1);
  }
  return settings.value;
}

/** Where the set-up pages write the App's credentials. What the environment says itself comes first. */
function loadFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}

/** There is no App yet: serves the pages that create one. Returns how to stop. */
async function setUp({ port, host, publicUrl }: CommonSettings, log: Log): Promise<() => Promise<void>> {
  const { runSetup } = await import('./github/run-setup.ts');
  const server = await runSetup({ port, host, publicUrl, log, env: process.env });
  return () => server.close();
}

/**
 * Returns how to stop. Loads what serves only now: without it, commands that ask a running Flotilla begin in a third
 * of the time.
 */
async function run(settings: RunSettings, log: Log): Promise<() => Promise<void>> {
  const [{ createApp }, { startTracing }] = await Promise.all([
    import('./app.ts'),
    import('./telemetry/start-tracing.ts'),
  ]);
  const embedded =
    settings.databaseUrl === null
      ? await startEmbeddedPostgres({ dataDir: join(settings.dataDir, 'postgres'), log })
      : null;
  const tracing = settings.otlpEndpoint === null ? null : startTracing({ endpoint: settings.otlpEndpoint });
  const app = await createApp({
    appId: settings.app.id,
    privateKey: settings.app.privateKey,
    webhookSecrets: settings.webhookSecrets,
    githubApiUrl: settings.githubApiUrl,
    databaseUrl: settings.databaseUrl ?? embedded?.url ?? '',
    redisUrl: settings.redisUrl,
    host: settings.host,
    port: settings.port,
    roles: settings.roles,
    adminToken: settings.adminToken,
    metricsToken: settings.metricsToken,
    publicUrl: settings.publicUrl,
    retentionDays: settings.retentionDays,
    hardening: settings.hardening,
    log,
    oauth: settings.oauth,
    sessionSecret: settings.sessionSecret,
    correlation,
    ...(tracing ? { tracing } : {}),
  }).catch(async (error: unknown) => {
    await tracing?.stop();
    await embedded?.stop();
    throw error;
  });
  const link = await app.signInLink();
  log.info({ url: app.url, roles: [...settings.roles] }, 'flotilla is ready');
  // Not into the log, which others read.
  if (link !== null)
    terminal.err(`To sign in as the operator, once, within ${link.forMinutes} minutes: ${link.url}`);
  return async () => {
    await app.stop();
    await tracing?.stop();
    await embedded?.stop();
  };
}

/**
 * The first signal ends in order, a second one at once. One that comes during the start waits for its end, so that
 * nothing which the start began, such as a database, outlives it. A start that fails says so itself.
 */
function stopOnSignal(log: Log, started: Promise<() => Promise<void>>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    started.then(
      (stop) =>
        stop().then(
          () => process.exit(0),
          (error: unknown) => {
            log.error({ err: error }, 'could not stop in order');
            process.exit(1);
          },
        ),
      () => undefined,
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
