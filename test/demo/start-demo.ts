import { join } from 'node:path';
import type { Pool } from 'pg';
import { createPool } from '../../src/db/pool.ts';
import { startEmbeddedPostgres } from '../../src/embedded/start-embedded-postgres.ts';
import type { SimulatedGitHub } from '../github/start-github.ts';
import { closingStack } from './closing-stack.ts';
import { demoFolder } from './demo-folder.ts';
import { demoLog } from './demo-log.ts';
import { readDemoPlan, type DemoPlan } from './demo-plan.ts';
import type { Tell, Told } from './narrator.ts';
import { runJobs } from './run-jobs.ts';
import { storyteller, type Storyteller } from './storyteller.ts';
import type { Fleet } from './start-fleet.ts';
import { testedTrees } from './tested-trees.ts';

const JOBS = ['build', 'test', 'security-scan'];

/** Everything that is there when the play begins. */
export interface Demo extends Fleet {
  readonly plan: DemoPlan;
  /** The commit at which every epic branch begins. */
  readonly from: string;
  readonly trees: ReturnType<typeof testedTrees>;
  /** Flotilla's database, for counting when all is over. */
  readonly pool: Pool;
  /** Where agents keep what they keep. */
  readonly folder: string;
  readonly statusUrl: string;
  /** Signs its operator in, once. */
  readonly signInUrl: () => Promise<string>;
  readonly story: Storyteller;
  readonly tell: Tell;
  readonly signal: AbortSignal;
  /** Ends everything that was started and removes what it left on disk. */
  stop(): Promise<void>;
}

/** Starts a GitHub with a repository, its Actions and its agents, a PostgreSQL, and a Flotilla that is installed there. */
export async function startDemo({
  port,
  tell,
  signal,
}: {
  /** Of the status page; 0: a free one. */
  readonly port: number;
  readonly tell: Tell;
  readonly signal: AbortSignal;
}): Promise<Demo> {
  const closing = closingStack();
  const { keep } = closing;

  try {
    const plan = await readDemoPlan();
    const log = demoLog(tell);
    const folder = await demoFolder(closing);
    // Both to their end, also when one fails: what has started has to be stopped.
    const [postgres, { fleet, startFlotilla }] = await both(
      // The data go away with the demo, so nothing is flushed to disk.
      keep(startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), log, fast: true }), (server) =>
        server.stop(),
      ),
      // Loading all the rest takes as long as making a database, so it comes only now.
      Promise.all([import('./start-fleet.ts'), import('./start-flotilla.ts')]).then(
        async ([{ startFleet }, flotilla]) => {
          const lend = (github: SimulatedGitHub) => closing.add(() => github.close());
          return { ...flotilla, fleet: await startFleet(plan, signal, lend) };
        },
      ),
    );
    const { github, repo } = fleet;
    const story = storyteller();
    const tellOf = (told: Told | null) => told && tell(told);
    github.onWebhook((event, payload) => tellOf(story.byWebhook(event, payload)));
    const trees = testedTrees(repo.state.git.dir, JOBS);
    runJobs(github, repo, closing, (report) => {
      trees.note(report);
      tellOf(story.byJob(report));
    });
    const app = await keep(startFlotilla(github, postgres.url, port, log), (started) => started.stop());
    const pool = createPool(postgres.url, { log, max: 1 });
    closing.add(() => pool.end());

    github.webhookUrl = `${app.url}/api/github/webhooks`;
    github.install(repo);
    const statusUrl = `${app.url}/`;
    const signInUrl = async () => (await app.signInLink())?.url ?? statusUrl;
    const from = repo.branchTip(repo.defaultBranch) ?? '';
    return {
      ...fleet,
      plan,
      from,
      trees,
      pool,
      statusUrl,
      signInUrl,
      folder: join(folder, 'agents'),
      story,
      tell,
      signal,
      stop: closing.closeAll,
    };
  } catch (error) {
    await closing.closeAll();
    throw error;
  }
}

async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}
