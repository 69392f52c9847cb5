import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnvironment, type LogLevel, type RunSettings } from '../config/environment.ts';
import { readManifest } from '../config/read-manifest.ts';
import { readWorkflow } from '../config/read-workflow.ts';
import { repositoryConfig } from '../config/repository-config.ts';
import { LIMITS } from '../core/budget/limits.ts';
import { at, fine, wrong, type Diagnosis } from '../core/doctor/diagnosis.ts';
import type { DatabaseAnswer } from '../core/doctor/facts.ts';
import { lookAtDatabase } from '../db/look-at-database.ts';
import { requireCluster } from '../embedded/require-cluster.ts';
import { startEmbeddedPostgres } from '../embedded/start-embedded-postgres.ts';
import { createAppInspector } from '../github/doctor/create-app-inspector.ts';
import { createRepositoryInspector } from '../github/doctor/create-repository-inspector.ts';
import { CannotStart, type Clock, type Log } from '../ports.ts';
import { knock } from '../process/knock.ts';
import { createLocalBudget } from '../process/local-budget.ts';
import { lookAtRedis } from '../queue/look-at-redis.ts';
import { examine } from '../usecases/doctor/examine.ts';

export interface DoctorOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For `PRIVATE_KEY_PATH`. */
  readonly readFile: (path: string) => string;
  readonly log: (level: LogLevel) => Log;
}

/** Two levels up both from src/app and from dist/app. */
const MANIFEST = fileURLToPath(new URL('../../app.yml', import.meta.url));
const PLACE = 'Settings';

/** The command that finds what is set up wrong: what it looks at is what Flotilla would use, with the same settings. */
export function createDoctor(options: DoctorOptions): (repo: string | null) => Promise<readonly Diagnosis[]> {
  return async (repo) => {
    const settings = parseEnvironment(options.env, options.readFile);
    if (!settings.ok) return at(PLACE, settings.error.map(mistake));
    if (settings.value.kind === 'setup') return at(PLACE, [noApp()]);
    const diagnoses = await examine(await depsOf(settings.value, options.log(settings.value.logLevel)), repo);
    return [...at(PLACE, [fine('settings', 'All of them can be used.')]), ...diagnoses];
  };
}

async function depsOf(settings: RunSettings, log: Log) {
  const { app, githubApiUrl: baseUrl, publicUrl, redisUrl } = settings;
  const clock: Clock = { now: () => new Date() };
  const github = { appId: app.id, privateKey: app.privateKey, baseUrl, log, clock };
  return {
    appId: app.id,
    publicUrl,
    wanted: readManifest(await readFile(MANIFEST, 'utf8')),
    app: createAppInspector(github),
    repositories: createRepositoryInspector({ ...github, budget: createLocalBudget(LIMITS) }),
    configReader: repositoryConfig,
    readWorkflow,
    knock,
    database: () => database(settings, clock, log),
    redis: redisUrl === null ? null : () => lookAtRedis(redisUrl),
  };
}

/** An embedded one that Flotilla runs is used along with it, else it is started for this; none is made. */
async function database(
  { databaseUrl, dataDir }: RunSettings,
  clock: Clock,
  log: Log,
): Promise<DatabaseAnswer> {
  if (databaseUrl !== null) return lookAtDatabase(databaseUrl, clock, log);
  const folder = join(dataDir, 'postgres');
  try {
    await requireCluster(folder);
  } catch (error) {
    if (error instanceof CannotStart) return { kind: 'unmade', folder };
    throw error;
  }
  const embedded = await startEmbeddedPostgres({ dataDir: folder, log });
  try {
    return await lookAtDatabase(embedded.url, clock, log);
  } finally {
    await embedded.stop();
  }
}

/** `WEBHOOK_SECRET: is 9 characters long; use at least 16, ...` */
function mistake(problem: string) {
  const [, what = problem, mend = ''] = /^(.*?); (.*)$/s.exec(problem) ?? [];
  const said = mend.charAt(0).toUpperCase() + mend.slice(1);
  return wrong('settings', sentence(what), said === '' ? 'Correct it in the environment, or in .env.' : said);
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function noApp() {
  return wrong(
    'settings',
    'There are no credentials of a GitHub App: APP_ID, PRIVATE_KEY and WEBHOOK_SECRET are not set.',
    'Start Flotilla without a command to create one, or give those of one that exists.',
  );
}
