import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import { createPlanSession } from '../../src/app/create-plan-session.ts';
import type { PlanSession } from '../../src/cli/plan-session.ts';
import { planFiles } from '../../src/config/plan-files.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { createPool } from '../../src/db/pool.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from '../github/start-github.ts';
import type { ClosingStack } from './closing-stack.ts';
import { demoFolder } from './demo-folder.ts';
import { demoLog } from './demo-log.ts';
import { fleetFiles } from './fleet-files.ts';
import { flotillaFile } from './flotilla-file.ts';
import type { Tell } from './narrator.ts';
import { DEMO_LIMITS, startFlotilla } from './start-flotilla.ts';

const FILE = fileURLToPath(new URL('../../db/seed/fleet-plan.yml', import.meta.url));

export interface Local {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly plan: Plan;
  readonly session: PlanSession;
  /** Flotilla's database, for counting. */
  readonly pool: Pool;
  readonly statusUrl: string;
  /** Signs its operator in, once. */
  readonly signInUrl: () => Promise<string>;
}

/** Starts a GitHub with an empty project, a PostgreSQL, a Flotilla that is installed there, and what applies plans. */
export async function startLocal({
  port,
  tell,
  closing,
}: {
  readonly port: number;
  readonly tell: Tell;
  readonly closing: ClosingStack;
}): Promise<Local> {
  const { keep } = closing;
  const plan = await readSeed();
  const log = demoLog(tell);
  const folder = await demoFolder(closing);
  const dataDir = join(folder, 'postgres');
  const postgres = await keep(startEmbeddedPostgres({ dataDir, log, fast: true }), (server) => server.stop());
  const github = await keep(startGitHub(), (started) => started.close());
  const repo = await createProject(github, plan);
  const { url: databaseUrl } = postgres;
  const app = await keep(startFlotilla(github, databaseUrl, port, log), (started) => started.stop());
  const pool = createPool(databaseUrl, { log, max: 1 });
  closing.add(() => pool.end());
  github.webhookUrl = `${app.url}/api/github/webhooks`;
  github.install(repo);
  const { appId, privateKey, url: githubApiUrl } = github;
  const opening = createPlanSession({
    appId,
    privateKey,
    githubApiUrl,
    databaseUrl,
    log,
    limits: DEMO_LIMITS,
  });
  const session = await keep(opening, (opened) => opened.close());
  const statusUrl = `${app.url}/`;
  const signInUrl = async () => (await app.signInLink())?.url ?? statusUrl;
  return { github, repo, plan, session, pool, statusUrl, signInUrl };
}

async function readSeed(): Promise<Plan> {
  const plan = planFiles.read(await readFile(FILE, 'utf8'), 'fleet-plan.yml');
  if (!plan.ok) throw new Error(plan.error.join('\n'));
  return plan.value;
}

/** Its configuration says of epics what the plan says, so that tasks are of an epic from the start. */
async function createProject(github: SimulatedGitHub, plan: Plan): Promise<TwinRepository> {
  github.createUser({ login: 'mona' });
  const accounts = new Map(
    plan.agents.map(({ name }) => [name, github.createUser({ login: `${name}[bot]`, type: 'Bot' })]),
  );
  const epics = plan.epics.map(({ key, title, branch, after }) => ({ key, title, branch, after }));
  const file = flotillaFile({ lease: '4h', epics, agents: plan.agents }, accounts);
  const logins = [...accounts.values()].map(({ login }) => login);
  return github.createRepository({
    owner: 'acme',
    name: 'fleet',
    files: { ...(await fleetFiles()), '.github/flotilla.yml': file },
    collaborators: {
      mona: 'maintain',
      ...Object.fromEntries(logins.map((login) => [login, 'write'] as const)),
    },
  });
}
