import { inject, test } from 'vitest';
import { createApp, type App } from '../../src/app.ts';
import { LIMITS, type Limits } from '../../src/core/budget/limits.ts';
import type { Clock, GitHub } from '../../src/ports.ts';
import { scriptActions, type Decide, type ScriptedActions } from '../github/actions/script-actions.ts';
import { watchGitHub } from '../github/descriptions/watch-github.ts';
import type { Installation, Level } from '../github/model.ts';
import type { TwinRepository } from '../github/people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub, type TwinUser } from '../github/start-github.ts';
import { createDatabase, type TestDatabase } from './database.ts';
import { expectInvariants } from './expect-invariants.ts';
import { silentLog } from './silent-log.ts';
import { until } from './until.ts';
import { watchAnswers } from './watch-answers.ts';
import { watchBranches, type Witness } from './witness.ts';
import { BRANCHES, CI_WORKFLOW, flotillaConfig, LABELS } from './world-files.ts';

/** Redis databases are numbered 0 to 15; each test worker keeps to its own. */
const REDIS_DATABASES = 16;

/** A test does in a second what a repository sees in an hour. */
const ROOMY: Limits = {
  ...LIMITS,
  contentPerMinute: 10_000,
  contentPerHour: 10_000,
  pointsPerMinute: 100_000,
};

export interface WorldOptions {
  /** `.github/flotilla.yml`; null: the repository has none. */
  readonly config?: string | null;
  readonly ci?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly collaborators?: Readonly<Record<string, Level>>;
  /** How jobs of the simulated Actions end; `pending` leaves them to the test. */
  readonly decide?: Decide;
  /** False: nothing works by itself; the test calls `app.sweep()` or single steps. */
  readonly workers?: boolean;
  /** True: the App is not installed yet. */
  readonly bare?: boolean;
  /** Where browsers find it; nowhere unless said otherwise. */
  readonly publicUrl?: string;
  /** False: the App has no secret for signing in with GitHub. */
  readonly oauth?: false;
  /** Only who was let in may read it. */
  readonly private?: boolean;
  /** The program's own; that of the machine unless said otherwise. */
  readonly clock?: Clock;
  readonly wrapGitHub?: (github: GitHub) => GitHub;
  /** What may be asked of GitHub; plenty unless said otherwise. */
  readonly limits?: Limits;
}

/**
 * A GitHub with one repository, its people and agents, and a Flotilla that is installed there: real HTTP, real git, a
 * real PostgreSQL of its own. Tests act as people do and look at what people see.
 */
export interface World {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly actions: ScriptedActions;
  readonly database: TestDatabase;
  readonly app: App;
  readonly installation: Installation;
  /** What git saw of the App. */
  readonly witness: Witness;
  /** A maintainer, a writer, somebody without rights, and two listed agents (bots). */
  readonly maintainer: TwinUser;
  readonly writer: TwinUser;
  readonly stranger: TwinUser;
  readonly agentD: TwinUser;
  readonly agentE: TwinUser;
  /** Ends the running Flotilla and starts another one on the same database and GitHub. */
  restart(options?: {
    readonly workers?: boolean;
    readonly wrapGitHub?: (github: GitHub) => GitHub;
  }): Promise<App>;
  startAnother(options?: {
    readonly workers?: boolean;
    readonly wrapGitHub?: (github: GitHub) => GitHub;
  }): Promise<App>;
  /** Another Flotilla takes over from one that hangs for ever; that one begins nothing more, and keeps what it holds. */
  succeed(options?: { readonly wrapGitHub?: (github: GitHub) => GitHub }): Promise<App>;
  /** Resolves once nothing is under way any more: no delivery, no effect, no lane with something to do. */
  settle(): Promise<void>;
}

export async function createWorld(options: WorldOptions = {}): Promise<World & AsyncDisposable> {
  const database = await createDatabase();
  const github = await startGitHub();
  const watch = watchGitHub(github);
  const maintainer = github.createUser({ login: 'mona' });
  const writer = github.createUser({ login: 'walter' });
  const stranger = github.createUser({ login: 'sam' });
  const agentD = github.createUser({ login: 'agent-d[bot]', type: 'Bot' });
  const agentE = github.createUser({ login: 'agent-e[bot]', type: 'Bot' });
  const config = options.config === undefined ? flotillaConfig({ agentD, agentE }) : options.config;
  const repo = await github.createRepository({
    owner: 'acme',
    name: 'fleet',
    files: {
      'README.md': '# Fleet\n',
      '.github/workflows/ci.yml': options.ci ?? CI_WORKFLOW,
      ...(config === null ? {} : { '.github/flotilla.yml': config }),
      ...options.files,
    },
    private: options.private ?? false,
    collaborators: { mona: 'maintain', walter: 'write', ...options.collaborators },
  });
  if (!options.bare && options.config === undefined) await prepare(repo);
  const actions = scriptActions(repo, options.decide);
  const witness = watchBranches(repo, `${github.appSlug}[bot]`);

  const apps = new Set<App>();
  const answers = watchAnswers((origin) => [...apps].some(({ url }) => url === origin));
  const start = async (how: {
    workers?: boolean | undefined;
    wrapGitHub?: ((github: GitHub) => GitHub) | undefined;
  }): Promise<App> => {
    const app = await createApp({
      appId: github.appId,
      privateKey: github.privateKey,
      webhookSecrets: [github.webhookSecret],
      githubApiUrl: github.url,
      databaseUrl: database.url,
      redisUrl: redisForThisWorker(),
      host: '127.0.0.1',
      port: 0,
      roles: new Set(how.workers === false ? ['web'] : ['web', 'worker']),
      adminToken: ADMIN_TOKEN,
      log: silentLog,
      limits: options.limits ?? ROOMY,
      oauth: options.oauth === false ? null : github.oauth,
      sessionSecret: 'a secret for the sessions of tests',
      publicUrl: options.publicUrl ?? null,
      hardening: { perToken: 1_000_000, perAddress: 1_000_000 },
      sweepTimes: { minMs: 300, maxMs: 500, random: Math.random },
      choresByThemselves: false,
      ...(options.clock ? { clock: options.clock } : {}),
      ...(how.wrapGitHub ? { wrapGitHub: how.wrapGitHub } : {}),
    });
    apps.add(app);
    github.webhookUrl = `${app.url}/api/github/webhooks`;
    return app;
  };

  let app = await start(options);
  const installation = options.bare ? ({} as Installation) : github.install(repo);

  const world = {
    github,
    repo,
    actions,
    database,
    installation,
    witness,
    maintainer,
    writer,
    stranger,
    agentD,
    agentE,
    get app() {
      return app;
    },
    async restart(how: Parameters<World['restart']>[0] = {}) {
      await app.stop();
      apps.delete(app);
      return (app = await start({ workers: options.workers, ...how }));
    },
    startAnother: (how: Parameters<World['startAnother']>[0] = {}) =>
      start({ workers: options.workers, ...how }),
    async succeed(how: Parameters<World['succeed']>[0] = {}) {
      // It ends when what it hangs in is let go; the world waits for that at its own end.
      void app.stop();
      await until(() => asleep(database), 'the one that hangs goes on');
      return (app = await start({ workers: options.workers, ...how }));
    },
    settle: () => settle(world),
    async [Symbol.asyncDispose]() {
      await actions.stop();
      for (const one of apps) await one.stop();
      await github.close();
      await database.drop();
      watch.expectNone();
      await answers.expectNone();
    },
  };
  if (!options.bare) await world.settle();
  return world;
}

/**
 * The epic branches and labels are there, as in a repository where Flotilla was before: making them takes GitHub a dozen
 * requests and CI two runs, which most tests are not about.
 */
async function prepare(repo: TwinRepository): Promise<void> {
  for (const branch of BRANCHES) await repo.createBranch(branch);
  for (const label of LABELS) repo.createLabel(label);
}

export const ADMIN_TOKEN = 'a-token-for-operators-in-tests';

/** Fed by a fixture, so that a world ends with its test, whatever happened in it. */
const inWorld = test.extend<{ world: World; newWorld: (options?: WorldOptions) => Promise<World> }>({
  world: async ({}, use) => {
    const world = await createWorld();
    await use(world);
    await end(world);
  },
  newWorld: async ({}, use) => {
    const worlds: (World & AsyncDisposable)[] = [];
    await use(async (options) => {
      const world = await createWorld(options);
      worlds.push(world);
      return world;
    });
    for (const world of worlds) await end(world);
  },
});

/** Without the Redis that this project is about, every test is skipped, and its name says what it needs. */
export const it: typeof inWorld = onRedis() && inject('redisUrl') === null ? skipping() : inWorld;

function skipping(): typeof inWorld {
  const skip = (name: string): void => inWorld.skip(`${name} (needs TEST_REDIS_URL)`);
  return Object.assign(skip as typeof inWorld, inWorld, { each: () => skip, for: () => skip });
}

/** Whatever the test did: once all is quiet, the promises hold. */
async function end(world: World & AsyncDisposable): Promise<void> {
  try {
    world.github.knobs.reset();
    await world.settle();
    await expectInvariants(world);
  } finally {
    await world[Symbol.asyncDispose]();
  }
}

/** Moves the world on until nothing is left to do, whoever does it: its workers, or these sweeps. */
async function settle(world: World): Promise<void> {
  let last: Busy | null = null;
  try {
    await until(async () => {
      await world.github.idle();
      if (!world.actions.resting()) return false;
      last = await busy(world);
      if (Object.values(last).every((count) => count === 0)) return world.actions.resting();
      await hurry(world);
      await world.app.sweep();
      return false;
    }, 'the world did not come to rest');
  } catch (error) {
    const { rows } = await world.database.pool.query(
      `select key, attempts, error, due_at - clock_timestamp() as due from effects
        where version > sent_version order by due_at limit 10`,
    );
    throw new Error(`still busy: ${JSON.stringify(last ?? 'Actions')} ${JSON.stringify(rows)}`, {
      cause: error,
    });
  }
}

/** What only waits to be coalesced, or to be looked at once more, is due now. */
async function hurry({ database }: World): Promise<void> {
  await database.pool.query(
    `update effects set due_at = clock_timestamp()
      where id in (select id from effects where version > sent_version and not dead and attempts = 0
                      for update skip locked)`,
  );
  await database.pool.query(
    `update merge_entries set look_at = clock_timestamp()
      where id in (select id from merge_entries where state in ('queued', 'building', 'landing')
                      for update skip locked)`,
  );
}

/** Whether no Flotilla is at work in the database. */
async function asleep({ pool }: TestDatabase): Promise<boolean> {
  const { rows } = await pool.query<{ count: number }>(
    `select count(*)::integer as count from pg_stat_activity
      where datname = current_database() and application_name = 'flotilla' and state <> 'idle'`,
  );
  return rows[0]?.count === 0;
}

interface Busy {
  readonly deliveries: number;
  readonly effects: number;
  readonly holds: number;
  readonly entries: number;
  readonly pulls: number;
}

/** What is due or under way. What waits for somebody else (a gate, a maintainer) is not. */
async function busy({ database }: World): Promise<Busy> {
  const { rows } = await database.pool.query<Busy>(
    `select (select count(*)::integer from deliveries
              where state = 'pending' and due_at <= clock_timestamp() + interval '2 seconds') as deliveries,
            (select count(*)::integer from effects e join projects p on p.id = e.project_id
              where e.version > e.sent_version and not e.dead and p.state = 'active') as effects,
            (select count(*)::integer from lanes where held_until > clock_timestamp()) as holds,
            (select count(*)::integer
               from merge_entries e
               join lanes l on l.id = e.lane_id
               join projects p on p.id = l.project_id
              where p.state = 'active'
                and (e.state = 'building'
                     or e.state = 'landing' and l.pause_reason is null
                     or e.state = 'testing' and e.look_at <= clock_timestamp()
                     or e.state = 'queued' and not e.held and l.pause_reason is null
                        and not exists (select from merge_entries f where f.lane_id = l.id and f.state = 'testing')
                     or e.leaving_by is not null and e.state not in ('landed', 'ejected'))) as entries,
            (select count(*)::integer from pull_requests r join projects p on p.id = r.project_id
              where r.state = 'open' and r.look_at <= clock_timestamp() and p.state = 'active') as pulls`,
  );
  const [found] = rows;
  if (!found) throw new Error('counts have no outcome');
  return found;
}

function onRedis(): boolean {
  return process.env['FLOWS_BACKEND'] === 'redis';
}

/** The Redis database of this test worker; null when the queue lives in PostgreSQL. */
export function redisForThisWorker(): string | null {
  if (!onRedis()) return null;
  const url = inject('redisUrl');
  if (url === null) throw new Error('this project needs a Redis');
  return `${url}/${Number(process.env['VITEST_POOL_ID'] ?? 0) % REDIS_DATABASES}`;
}
