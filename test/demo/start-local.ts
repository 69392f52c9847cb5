import { readFile, writeFile } from 'node:fs/promises';
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
import { runJobs } from './run-jobs.ts';
import { DEMO_LIMITS, startFlotilla } from './start-flotilla.ts';

const FILE = fileURLToPath(new URL('../../db/seed/fleet-plan.yml', import.meta.url));
/** As whom the README tries everything. */
const TRIED_AS = 'agent-d';

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
  /** A file that a shell reads to have the settings of Flotilla's commands, as the agent of that name. */
  readonly settings: { readonly agent: string; readonly file: string };
}

/** Starts a GitHub with an empty project and its CI, a PostgreSQL, a Flotilla that is installed there, and what applies plans. */
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
  const { repo, agent } = await createProject(github, plan);
  runJobs(github, repo, closing);
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
  const settings = await writeSettings(join(folder, 'settings.sh'), {
    FLOTILLA_URL: statusUrl,
    DATABASE_URL: databaseUrl,
    GITHUB_API_URL: githubApiUrl,
    GITHUB_SERVER_URL: githubApiUrl,
    GITHUB_TOKEN: agent.token,
  });
  return {
    github,
    repo,
    plan,
    session,
    pool,
    statusUrl,
    signInUrl,
    settings: { agent: agent.name, file: settings },
  };
}

/** None of the values has a character that a shell would take for more than itself. */
async function writeSettings(file: string, values: Readonly<Record<string, string>>): Promise<string> {
  const lines = Object.entries(values).map(([name, value]) => `export ${name}='${value}'\n`);
  await writeFile(file, lines.join(''), { mode: 0o600 });
  return file;
}

async function readSeed(): Promise<Plan> {
  const plan = planFiles.read(await readFile(FILE, 'utf8'), 'fleet-plan.yml');
  if (!plan.ok) throw new Error(plan.error.join('\n'));
  return plan.value;
}

/** Its configuration says of epics what the plan says, so that tasks are of an epic from the start. */
async function createProject(
  github: SimulatedGitHub,
  plan: Plan,
): Promise<{
  readonly repo: TwinRepository;
  readonly agent: { readonly name: string; readonly token: string };
}> {
  github.createUser({ login: 'mona' });
  const accounts = new Map(
    plan.agents.map(({ name }) => [name, github.createUser({ login: `${name}[bot]`, type: 'Bot' })]),
  );
  const epics = plan.epics.map(({ key, title, branch, after }) => ({ key, title, branch, after }));
  const file = flotillaFile({ lease: '4h', epics, agents: plan.agents }, accounts);
  const logins = [...accounts.values()].map(({ login }) => login);
  const repo = await github.createRepository({
    owner: 'acme',
    name: 'fleet',
    files: { ...(await fleetFiles()), '.github/flotilla.yml': file },
    collaborators: {
      mona: 'maintain',
      ...Object.fromEntries(logins.map((login) => [login, 'write'] as const)),
    },
  });
  const [name, account] = [...accounts].find(([one]) => one === TRIED_AS) ?? [];
  if (name === undefined || account === undefined) throw new Error(`The plan has no agent ${TRIED_AS}.`);
  return { repo, agent: { name, token: account.token } };
}
