import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomBytes } from 'node:crypto';
import { createApp } from '../../src/app.ts';
import { createPool } from '../../src/db/pool.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import { startActions } from '../github/actions/start-actions.ts';
import { startGitHub, type SimulatedGitHub, type TwinUser } from '../github/start-github.ts';
import { demoLog } from './demo-log.ts';
import { readDemoPlan, type DemoPlan } from './demo-plan.ts';
import { fleetFiles } from './fleet-files.ts';
import { flotillaFile } from './flotilla-file.ts';
import type { Tell } from './narrator.ts';
import type { Stage } from './stage.ts';
import { testedTrees } from './tested-trees.ts';
import { toldByWebhook } from './told-by-webhook.ts';

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const CI = '.github/workflows/ci.yml';
const JOBS = ['build', 'test', 'security-scan'];

export interface DemoOptions {
  /** Of the status page; 0: a free one. */
  readonly port: number;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}

export interface Demo extends Stage {
  /** Ends everything that was started and removes what it left on disk. */
  stop(): Promise<void>;
}

/** Starts a GitHub with a repository and its Actions, a PostgreSQL, and a Flotilla that knows both. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { tell, signal } = options;
  const closing: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), 'flotilla-demo-'));
    closing.push(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
    // PostgreSQL does not run as root: whoever it runs as has to pass here.
    await chmod(folder, 0o755);
    const log = demoLog(tell);
    const [postgres, github, plan] = await Promise.all([
      // The data go away with the demo, so nothing is flushed to disk.
      startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log, fast: true }).then((server) => {
        closing.push(() => server.stop());
        return server;
      }),
      startGitHub().then((started) => {
        closing.push(() => started.close());
        return started;
      }),
      readDemoPlan(),
    ]);

    const accounts = accountsOf(github, plan);
    const repo = await createFleet(github, plan, accounts);
    const maintainer = github.createUser({ login: 'mona' });
    const from = repo.branchTip('main') ?? '';
    const trees = testedTrees(repo.state.git.dir, JOBS);
    const actions = startActions(github, repo, {
      nodeModules: NODE_MODULES,
      concurrency: 2,
      onJob: (report) => trees.note(report),
    });
    closing.push(() => actions.stop());

    const app = await createApp({
      appId: github.appId,
      privateKey: github.privateKey,
      webhookSecrets: [github.webhookSecret],
      githubApiUrl: github.url,
      databaseUrl: postgres.url,
      redisUrl: null,
      host: '127.0.0.1',
      port: options.port,
      roles: new Set(['web', 'worker']),
      adminToken: randomBytes(32).toString('hex'),
      log,
      // A lapsed lease is found by sweeping: often, so that nobody has to wait for it here.
      sweepTimes: { minMs: 500, maxMs: 1_000, random: Math.random },
    });
    closing.push(() => app.stop());
    const pool = createPool(postgres.url, { log, max: 1 });
    closing.push(() => pool.end());

    const toldBy = toldByWebhook();
    github.onWebhook((event, payload) => {
      const told = toldBy(event, payload);
      if (told) tell(told);
    });
    github.webhookUrl = `${app.url}/api/github/webhooks`;
    github.install(repo);
    const history = {
      gitDir: repo.state.git.dir,
      from,
      branches: plan.epics.map(({ branch }) => branch),
      workflow: CI,
      nodeModules: NODE_MODULES,
    };
    return { plan, github, repo, accounts, maintainer, pool, trees, history, folder, tell, signal, statusUrl: app.url ?? '', stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function accountsOf(github: SimulatedGitHub, plan: DemoPlan): ReadonlyMap<string, TwinUser> {
  return new Map(plan.agents.map(({ name }) => [name, github.createUser({ login: `${name}[bot]`, type: 'Bot' })]));
}

async function createFleet(github: SimulatedGitHub, plan: DemoPlan, accounts: ReadonlyMap<string, TwinUser>) {
  const agents = [...accounts.values()].map(({ login }) => [login, 'write'] as const);
  return github.createRepository({
    owner: 'acme',
    name: 'fleet',
    files: { ...(await fleetFiles()), '.github/flotilla.yml': flotillaFile(plan, accounts) },
    collaborators: { mona: 'maintain', ...Object.fromEntries(agents) },
  });
}
