import { createApp, type App } from '../../src/app.ts';
import { createPool } from '../../src/db/pool.ts';
import { scriptActions, type ScriptedActions } from '../github/actions/script-actions.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub, type TwinUser } from '../github/start-github.ts';
import type { RequestRecord } from '../github/twin.ts';
import { silentLog } from '../support/silent-log.ts';
import { startTestDatabase } from './start-test-database.ts';
import { passTime } from '../support/pass-time.ts';
import { CI_WORKFLOW, flotillaConfig } from '../support/world-files.ts';

/** How long the gates of a candidate take, in simulated seconds. */
const GATE_SECONDS = 90;
/** How often the sweeper comes by in the simulation. */
const SWEEP_SECONDS = 5;
const LANDINGS = 5;

interface Scene {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly actions: ScriptedActions;
  readonly app: App;
  readonly pool: ReturnType<typeof createPool>;
  readonly agent: TwinUser;
}

/**
 * Counts what one clean landing asks of GitHub, from the moment its entry is queued to the last effect, while its gates
 * take 90 simulated seconds; and the content-creating requests of a task from its issue to its landing.
 */
export async function benchLanding(args: readonly string[]): Promise<void> {
  const database = await startTestDatabase({ fast: true });
  const scene = await setScene(database.url);
  try {
    // The first landing also learns what is then known for good (node ids, a token).
    await landTask(scene, 'warm-up', await base(scene));
    const old = await base(scene);
    await landTask(scene, 'moves-the-base', old);
    const behind = await inTurn(LANDINGS, (n) => landTask(scene, `behind-${n}`, old));
    const upToDate = await inTurn(LANDINGS, async (n) => landTask(scene, `current-${n}`, await base(scene)));
    const result = {
      requestsPerLanding: mean(behind.map((landing) => landing.requests.length)),
      requestsUpToDate: mean(upToDate.map((landing) => landing.requests.length)),
      contentWritesPerLanding: Math.max(...[...behind, ...upToDate].map((landing) => landing.contentWrites)),
    };
    report(behind[0]?.requests ?? [], 'A landing on a base that moved');
    report(upToDate[0]?.requests ?? [], 'A landing of a head that is up to date');
    console.log(`\nGates take ${GATE_SECONDS} simulated seconds; means of ${LANDINGS} landings each:`);
    console.log(`  ${result.requestsPerLanding} requests per landing (at most 16)`);
    console.log(`  ${result.requestsUpToDate} when the head is up to date (at most 11)`);
    console.log(
      `  ${result.contentWritesPerLanding} content-creating requests per task, at worst (at most 10)`,
    );
    if (args.includes('--json')) console.log(JSON.stringify(result));
  } finally {
    await scene.actions.stop();
    await scene.app.stop();
    await scene.github.close();
    await scene.pool.end();
    await database.stop();
  }
}

async function setScene(databaseUrl: string): Promise<Scene> {
  const github = await startGitHub();
  const agent = github.createUser({ login: 'agent-d[bot]', type: 'Bot' });
  const other = github.createUser({ login: 'agent-e[bot]', type: 'Bot' });
  const config = flotillaConfig({ agentD: agent, agentE: other });
  const files = {
    '.github/flotilla.yml': config,
    '.github/workflows/ci.yml': CI_WORKFLOW,
    'README.md': '# Fleet\n',
  };
  const repo = await github.createRepository({ owner: 'acme', name: 'fleet', files });
  // Gates take their time, on heads and on candidates; nobody waits for those of other branches.
  const actions = scriptActions(repo, (_job, _sha, branch) =>
    /^(flotilla\/candidate|agent-d)\//.test(branch) ? 'pending' : 'success',
  );
  const app = await createApp({
    appId: github.appId,
    privateKey: github.privateKey,
    webhookSecrets: [github.webhookSecret],
    githubApiUrl: github.url,
    databaseUrl,
    redisUrl: null,
    host: '127.0.0.1',
    port: 0,
    roles: new Set(['web']),
    adminToken: null,
    log: silentLog,
  });
  github.webhookUrl = `${app.url}/api/github/webhooks`;
  const pool = createPool(databaseUrl, { log: silentLog, max: 2 });
  const scene = { github, repo, actions, app, pool, agent };
  github.install(repo);
  await rest(scene);
  return scene;
}

interface Landing {
  readonly requests: readonly RequestRecord[];
  readonly contentWrites: number;
}

/** One task from its issue to its landing, on a branch that starts at `from`. */
async function landTask(scene: Scene, name: string, from: string): Promise<Landing> {
  const { github, repo, agent, pool } = scene;
  const begun = github.requests.length;
  const issue = repo.openIssue({ title: `Add ${name}`, labels: ['epic:1'] });
  await letPass(scene, 10);
  repo.comment(issue, agent, '/claim');
  await letPass(scene, 10);
  const branch = `agent-d/${issue.number}-${name}`;
  await repo.pushFiles({
    branch,
    from,
    files: { [`src/${name}.ts`]: `export const it = '${name}';\n` },
    by: agent,
  });
  await rest(scene);
  const pull = await repo.openPull({
    title: `Add ${name}`,
    head: branch,
    base: 'epic-1/repositories',
    by: agent,
  });
  // Twice: the gates of the head, then those of the candidate, if it needs any.
  await letGatesRun(scene);
  await letGatesRun(scene);
  // What may be coalesced or wait for its minute is sent before the count ends.
  await letPass(scene, 70);
  if (repo.pull(pull).mergedAt === null)
    throw new Error(`#${pull.number} did not land, so nothing was measured`);
  const all = github.requests.slice(begun).filter(byApp);
  const queuedAt = await whenQueued(pool, pull.number);
  return {
    requests: all.filter((request) => request.at >= queuedAt),
    contentWrites: all.filter(createsContent).length,
  };
}

/** Time passes in steps of the sweeper; the gates that run end when theirs is over. */
async function letGatesRun(scene: Scene): Promise<void> {
  await letPass(scene, GATE_SECONDS);
  const commits = new Set(scene.actions.pending().map(({ sha }) => sha));
  for (const sha of commits) await scene.actions.finish({ sha }, 'success');
  await rest(scene);
}

/** Simulated seconds in which the sweeper comes by. */
async function letPass(scene: Scene, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += SWEEP_SECONDS) {
    await passTime(scene.pool, SWEEP_SECONDS);
    await rest(scene);
  }
}

/** All deliveries are in and everything that is due has been done. */
async function rest({ github, app, pool }: Scene): Promise<void> {
  for (;;) {
    await github.idle();
    await app.sweep();
    await github.idle();
    const { rows } = await pool.query<{ busy: boolean }>(
      `select exists (select from deliveries where state = 'pending' and due_at <= clock_timestamp())
           or exists (select from effects where version > sent_version and not dead and due_at <= clock_timestamp())
           or exists (select from merge_entries where state in ('queued', 'building', 'landing')) as busy`,
    );
    if (!rows[0]?.busy) return;
  }
}

async function whenQueued(pool: Scene['pool'], pull: number): Promise<Date> {
  const { rows } = await pool.query<{ at: Date }>(
    `select min(at) as at from activity where kind = 'entry.queued' and (detail->>'pull')::integer = $1::integer`,
    [pull],
  );
  const at = rows[0]?.at;
  if (!at) throw new Error(`#${pull} was never queued`);
  return at;
}

async function base({ repo }: Scene): Promise<string> {
  const tip = repo.branchTip('epic-1/repositories');
  if (!tip) throw new Error('the epic has no branch');
  return tip;
}

async function inTurn<T>(times: number, work: (n: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let n = 0; n < times; n += 1) results.push(await work(n));
  return results;
}

function byApp(request: RequestRecord): boolean {
  return request.actor === 'flotilla[bot]' || request.actor.startsWith('app:');
}

/** POSTs of comments, reactions, checks, refs, commits and merges; through GraphQL, the updates of refs. */
function createsContent(request: RequestRecord): boolean {
  if (request.graphqlOperation === 'updateRefs') return true;
  return (
    request.method === 'POST' &&
    /\/(comments|reactions|check-runs|git\/refs|git\/commits|merges)$/.test(request.path)
  );
}

function mean(values: readonly number[]): number {
  return Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(1));
}

function report(requests: readonly RequestRecord[], title: string): void {
  console.log(`\n${title}:`);
  for (const { method, route, path, graphqlOperation, status } of requests) {
    console.log(
      `  ${method.padEnd(6)} ${graphqlOperation ? `${path} (${graphqlOperation})` : route || path} ${status}`,
    );
  }
}
