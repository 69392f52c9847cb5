import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createMigrateSession } from '../../src/app/create-migrate-session.ts';
import type { DiagnosisCode } from '../../src/core/doctor/diagnosis.ts';
import { freePort } from '../../src/embedded/free-port.ts';
import { CI, CONFIG, createDoctorWorld, type DoctorWorld } from '../support/doctor-world.ts';
import { startRedis } from '../support/redis.ts';
import { silentLog } from '../support/silent-log.ts';
import { CI_WORKFLOW } from '../support/world-files.ts';

/** One mistake: how it is made, what is said of it, and what somebody does who follows that. */
interface Mistake {
  readonly code: DiagnosisCode;
  readonly where: string;
  readonly what: RegExp;
  readonly mend: RegExp;
  plant(world: DoctorWorld): unknown;
  follow(world: DoctorWorld): unknown;
}

const OTHER_KEY = generateKeyPairSync('rsa', { modulusLength: 2_048 })
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

let world: DoctorWorld;
beforeAll(async () => {
  world = await createDoctorWorld();
});
afterAll(() => world.close());

/** Sets one setting; answers how it was. */
function set(name: string, value: string): () => void {
  const before = String(world.env[name]);
  world.env[name] = value;
  return () => void (world.env[name] = before);
}

/** Somebody opens an issue, so GitHub has something to deliver. */
async function deliver(): Promise<void> {
  world.repo.openIssue({ title: 'A question' });
  await world.github.idle();
}

async function redeliverNewest(): Promise<void> {
  const newest = world.github.deliveries.at(-1);
  if (newest) world.github.redeliver(newest);
  await world.github.idle();
}

let undo: () => void = () => undefined;
const EPICS = 'acme/fleet, epic-1/repositories and epic-2/services';
const rights = (world: DoctorWorld) => ({ ...world.installation.permissions, members: 'read' as const });
let events: readonly string[] = [];

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'the private key is of another App': {
    code: 'credentials',
    where: 'App',
    what: /^GitHub refuses App 4242 with this private key \(401: /,
    mend: /generate a new private key there and give it as PRIVATE_KEY/,
    plant: () => (undo = set('PRIVATE_KEY', OTHER_KEY)),
    follow: () => undo(),
  },
  'the clock of the machine is wrong': {
    code: 'clock',
    where: 'App',
    what: /^The clock of this machine is (299|300|301) s ahead of that of GitHub\.$/,
    mend: /by NTP/,
    plant: ({ github }) => github.knobs.clockAhead(-300_000),
    follow: ({ github }) => github.knobs.clockAhead(0),
  },
  'the App does not ask for a permission': {
    code: 'app_permissions',
    where: 'App',
    what: /^The App does not ask for checks: write\.$/,
    mend: /^On https:\/\/github\.com\/settings\/apps\/flotilla\/permissions set checks: write, save, and have the owner of each installation accept/,
    plant: (world) => world.github.changeApp({ permissions: { ...rights(world), checks: 'read' } }),
    follow(world) {
      world.github.changeApp({ permissions: { ...rights(world), checks: 'write' } });
      world.github.acceptPermissions(world.installation);
    },
  },
  'the App is not subscribed to an event': {
    code: 'app_events',
    where: 'App',
    what: /^The App is not subscribed to workflow_job and push\.$|^The App is not subscribed to push and workflow_job\.$/,
    mend: /below "Subscribe to events", tick push and workflow_job, and save/,
    plant({ github, installation }) {
      ({ events } = installation);
      github.changeApp({ events: events.filter((one) => one !== 'push' && one !== 'workflow_job') });
    },
    follow: ({ github }) => github.changeApp({ events }),
  },
  'the owner has not accepted what the App asks for': {
    code: 'granted_permissions',
    where: 'Installation of acme',
    what: /^Its owner has not accepted deployments: read\.$/,
    mend: /^On https:\/\/github\.com\/settings\/installations\/\d+ the owner chooses "Review request"/,
    plant({ github, installation }) {
      const { deployments: _, ...granted } = installation.permissions;
      github.changePermissions(installation, granted);
    },
    follow: ({ github, installation }) => github.acceptPermissions(installation),
  },
  'the installation is suspended': {
    code: 'suspended',
    where: 'Installation of acme',
    what: /^The installation is suspended/,
    mend: /choose "Unsuspend"\.$/,
    plant: ({ github, installation }) => github.suspend(installation),
    follow: ({ github, installation }) => github.unsuspend(installation),
  },
  'the webhook leads elsewhere': {
    code: 'webhook_url',
    where: 'Webhook',
    what: /^GitHub delivers to http:\/\/127\.0\.0\.1:1\/hook, and PUBLIC_URL says that Flotilla is at https:\/\/flotilla\.test\.$/,
    mend: /set "Webhook URL" to https:\/\/flotilla\.test\/api\/github\/webhooks/,
    plant: ({ github }) => (github.webhookUrl = 'http://127.0.0.1:1/hook'),
    follow: ({ github, url }) => (github.webhookUrl = `${url}/api/github/webhooks`),
  },
  'the App has no webhook': {
    code: 'webhook',
    where: 'Webhook',
    what: /^The App has no webhook\.$/,
    mend: /tick "Active" and set "Webhook URL" to https:\/\/flotilla\.test\/api\/github\/webhooks\.$/,
    plant: ({ github }) => (github.webhookUrl = undefined),
    follow: ({ github, url }) => (github.webhookUrl = `${url}/api/github/webhooks`),
  },
  'the webhook delivers forms': {
    code: 'webhook_format',
    where: 'Webhook',
    what: /^GitHub delivers as "form"/,
    mend: /^Set the content type to application\/json/,
    plant: ({ github }) => (github.hook.contentType = 'form'),
    follow: ({ github }) => (github.hook.contentType = 'json'),
  },
  'the webhook looks at no certificate': {
    code: 'webhook_tls',
    where: 'Webhook',
    what: /without looking at the certificate/,
    mend: /choose "Enable SSL verification"\.$/,
    plant: ({ github }) => (github.hook.insecureSsl = true),
    follow: ({ github }) => (github.hook.insecureSsl = false),
  },
  'the webhook has no secret': {
    code: 'webhook_secret',
    where: 'Webhook',
    what: /^The webhook has no secret/,
    mend: /set "Webhook secret" to what WEBHOOK_SECRET holds\.$/,
    plant: ({ github }) => (github.hook.secret = ''),
    follow: ({ github, env }) => (github.hook.secret = String(env['WEBHOOK_SECRET'])),
  },
  'the webhook has another secret': {
    code: 'webhook_secret',
    where: 'Webhook',
    what: /^The newest delivery \(issues, [-0-9]{10} [:0-9]{5} UTC\) was refused with 401: GitHub signs with another secret/,
    mend: /set "Webhook secret" to what WEBHOOK_SECRET holds.* Then choose "Redeliver" for it on https:\/\/github\.com\/settings\/apps\/flotilla\/advanced\.$/,
    plant({ github }) {
      github.hook.secret = 'quite another secret';
      return deliver();
    },
    follow({ github, env }) {
      github.hook.secret = String(env['WEBHOOK_SECRET']);
      return redeliverNewest();
    },
  },
  'deliveries do not arrive': {
    code: 'deliveries',
    where: 'Webhook',
    what: /^The newest delivery \(issues, .*\) failed: failed to connect to host \(502\)\.$/,
    mend: /GitHub's addresses \("hooks" of GET \/meta\) are let in\. Then choose "Redeliver"/,
    plant({ github }) {
      github.knobs.faultDeliveries('issues', 'drop', 1);
      return deliver();
    },
    follow: redeliverNewest,
  },
  'PostgreSQL is away': {
    code: 'database',
    where: 'PostgreSQL',
    what: /^PostgreSQL at 127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\.$/,
    mend: /^Start it, or correct DATABASE_URL\.$/,
    plant: async () => {
      undo = set('DATABASE_URL', `postgres://flotilla:hunter2@127.0.0.1:${await freePort(0)}/flotilla`);
    },
    follow: () => undo(),
  },
  'the database was never migrated': {
    code: 'migrations',
    where: 'PostgreSQL',
    what: /^The database holds nothing of Flotilla\.$/,
    mend: /^Run "flotilla migrate"/,
    plant: ({ database }) => database.pool.query('drop schema public cascade; create schema public'),
    async follow({ env }) {
      const session = await createMigrateSession(String(env['DATABASE_URL']), silentLog);
      await session.migrate();
      await session.close();
    },
  },
  'the configuration is invalid': {
    code: 'configuration',
    where: 'acme/fleet',
    what: /^\.github\/flotilla\.yml:3:\d+: epics\[1\]\.after\[0\]\.percent: /,
    mend: /^Correct the file on the default branch/,
    plant: ({ repo, config }) =>
      repo.pushFiles({
        branch: 'main',
        files: { [CONFIG]: config.replace('percent: 50', 'percent: 500') },
      }),
    follow: ({ repo, config }) => repo.pushFiles({ branch: 'main', files: { [CONFIG]: config } }),
  },
  'there is no configuration': {
    code: 'configuration',
    where: 'acme/fleet',
    what: /^There is no \.github\/flotilla\.yml on the default branch/,
    mend: /^Write one/,
    plant: ({ repo }) => repo.pushFiles({ branch: 'main', files: { [CONFIG]: null } }),
    follow: ({ repo, config }) => repo.pushFiles({ branch: 'main', files: { [CONFIG]: config } }),
  },
  'no gate is configured': {
    code: 'gates',
    where: 'acme/fleet',
    what: /^No gate is configured, so nothing ever lands\.$/,
    mend: /under `gates` in \.github\/flotilla\.yml/,
    plant: ({ repo, config }) =>
      repo.pushFiles({
        branch: 'main',
        files: { [CONFIG]: config.replace(/gates:\n(?: {2}- .*\n)+/, 'gates: []\n') },
      }),
    follow: ({ repo, config }) => repo.pushFiles({ branch: 'main', files: { [CONFIG]: config } }),
  },
  'the branch of an epic is not there': {
    code: 'epic_branch',
    where: 'acme/fleet, epic-2/services',
    what: /^The branch of this epic is not there\.$/,
    mend: /"git push origin origin\/HEAD:refs\/heads\/BRANCH"/,
    async plant({ repo, protectEpics }) {
      protectEpics()();
      await repo.deleteBranch('epic-2/services');
      protectEpics();
    },
    follow: ({ repo }) => repo.createBranch('epic-2/services'),
  },
  'everybody may push to the epic branches': {
    code: 'open_branch',
    where: EPICS,
    what: /^Whoever may write in this repository may push to it, past every gate\.$/,
    mend: /^On https:\/\/github\.com\/acme\/fleet\/settings\/rules make a branch ruleset for it: .* bypass list only Flotilla/,
    plant: ({ protectEpics }) => protectEpics()(),
    follow: ({ protectEpics }) => protectEpics(),
  },
  'a ruleset keeps the App from the epic branches': {
    code: 'refused_app',
    where: EPICS,
    what: /^The ruleset "Epics" keeps this App from landing anything \(update and pull_request\)\.$/,
    mend: /^On https:\/\/github\.com\/acme\/fleet\/rules\/\d+ add Flotilla to the bypass list, with "Always allow"\.$/,
    plant: ({ protectEpics }) => protectEpics({ bypass: [], more: ['pull_request'] }),
    follow: ({ protectEpics }) => protectEpics(),
  },
  'the epic branches require the check of Flotilla': {
    code: 'required_check',
    where: 'acme/fleet, epic-1/repositories',
    what: /^It requires the check "Flotilla", which candidates never have/,
    mend: /^Take "Flotilla" out of the required status checks/,
    plant({ repo }) {
      const parameters = {
        strict_required_status_checks_policy: false,
        required_status_checks: [{ context: 'Flotilla' }, { context: 'build' }],
      };
      undo = repo.setRuleset({
        name: 'Checks',
        branches: ['epic-1/*'],
        rules: [{ type: 'required_status_checks', parameters }],
      });
    },
    follow: () => undo(),
  },
  'a ruleset keeps the App from its own branches': {
    code: 'scratch_refs',
    where: 'acme/fleet, flotilla/prep/** and flotilla/candidate/**',
    what: /^The ruleset "Flotilla" keeps this App from building candidates \(creation, update and deletion\)\.$/,
    mend: /add Flotilla to the bypass list, with "Always allow"\.$/,
    plant: ({ protectScratch }) => protectScratch({ bypass: [] }),
    follow: ({ protectScratch }) => protectScratch(),
  },
  'CI does not listen to candidates': {
    code: 'ci_candidates',
    where: EPICS,
    what: /^ci\.yml does not listen to pushes on flotilla\/candidate\/\*\*: no gate would ever begin\.$/,
    mend: /or add 'flotilla\/candidate\/\*\*' to the branches that are there\. The same on the epic branches\.$/,
    plant: (world) => world.pushEverywhere({ [CI]: withBranches('[main, "epic-*/**", "agent-*/**"]') }),
    follow: (world) =>
      world.pushEverywhere({ [CI]: withBranches("[main, 'epic-*/**', 'flotilla/candidate/**']") }),
  },
  'the workflow of the gates is not there': {
    code: 'workflow',
    where: EPICS,
    what: /^The gates "compile", "tests" and "security" wait for the workflow ci\.yml, and there is no such file/,
    mend: /^Put it there, on the epic branches as well/,
    plant: (world) => world.pushEverywhere({ [CI]: null }),
    follow: (world) => world.pushEverywhere({ [CI]: CI_WORKFLOW }),
  },
  'a gate waits for a job that no workflow has': {
    code: 'gate_job',
    where: EPICS,
    what: /^The gate "security" waits for the job `security-scan` of ci\.yml, which has: build, test and scan\.$/,
    mend: /^Correct `job` of the gate in \.github\/flotilla\.yml, or the name of the job\./,
    plant: (world) => world.pushEverywhere({ [CI]: CI_WORKFLOW.replace('security-scan:', 'scan:') }),
    follow: (world) => world.pushEverywhere({ [CI]: CI_WORKFLOW }),
  },
};

function withBranches(list: string): string {
  return CI_WORKFLOW.replace(/branches: .*/, `branches: ${list}`);
}

describe('flotilla doctor', () => {
  it('has nothing to say against a Flotilla that is set up well', async () => {
    expect(await world.examine()).toEqual({ code: 0, found: [] });
    const { code, out } = await world.doctor('--repo', 'ACME/fleet');
    expect(code).toBe(0);
    const { password } = new URL(world.database.url);
    for (const secret of [world.github.webhookSecret, password, 'PRIVATE KEY'].filter((one) => one !== ''))
      expect(out).not.toContain(secret);
    const shown = out
      .replaceAll(world.github.url, 'https://github.com')
      .replaceAll(world.url, 'https://flotilla.test');
    expect(shown).toMatchInlineSnapshot(`
      "ok      Settings: All of them can be used.
      ok      PostgreSQL: PostgreSQL 18 answers.
      ok      PostgreSQL: The database is up to date.
      ok      PostgreSQL: The clocks of this machine and PostgreSQL agree.
      ok      App: GitHub knows App 4242 and its private key as "flotilla".
      ok      App: The clocks of this machine and GitHub agree.
      ok      App: The App asks for all 8 permissions.
      ok      App: The App is subscribed to all 18 events.
      ok      Webhook: GitHub delivers to https://flotilla.test/api/github/webhooks, as JSON and with a secret.
      ok      Webhook: A Flotilla answers at https://flotilla.test/api/github/webhooks.
      ok      Webhook: The newest delivery arrived.
      ok      Installation of acme: The owner has accepted all that the App asks for.
      ok      acme/fleet: .github/flotilla.yml is valid (2 epics, 3 gates).
      ok      acme/fleet, epic-1/repositories and epic-2/services: It is there, and rules leave it to this App.
      ok      acme/fleet, flotilla/prep/** and flotilla/candidate/**: No rule keeps this App from its own branches.
      ok      acme/fleet, epic-1/repositories and epic-2/services: ci.yml listens to candidates, and has the jobs of "compile", "tests" and "security".

      Nothing is wrong, 16 are well."
    `);
  });

  it.each(Object.keys(MISTAKES))('finds, where %s, that alone, and what mends it', async (name) => {
    const mistake = MISTAKES[name] as Mistake;
    await mistake.plant(world);
    const { code, found } = await world.examine();
    await mistake.follow(world);
    const mended = await world.examine();

    const wrong = found.filter(({ level }) => level === 'wrong');
    expect({ code, wrong }).toEqual({
      code: 1,
      wrong: [
        {
          code: mistake.code,
          level: 'wrong',
          where: mistake.where,
          what: expect.stringMatching(mistake.what),
          mend: expect.stringMatching(mistake.mend),
        },
      ],
    });
    expect(mended).toEqual({ code: 0, found: [] });
  });

  it('finds, where nobody answers the webhook, that alone, and is content once Flotilla was started', async () => {
    const port = await freePort(0);
    const address = `http://127.0.0.1:${port}`;
    const back = set('PUBLIC_URL', address);
    world.github.webhookUrl = `${address}/api/github/webhooks`;
    onTestFinished(() => {
      back();
      world.github.webhookUrl = `${world.url}/api/github/webhooks`;
    });
    await deliver();

    const { code, found } = await world.examine();
    expect({ code, found }).toEqual({
      code: 1,
      found: [
        {
          code: 'webhook_reach',
          level: 'wrong',
          where: 'Webhook',
          what: `Nobody answers at ${address}/api/github/webhooks (ECONNREFUSED).`,
          mend: 'Start Flotilla, and see that the name and the proxy in front lead to it.',
        },
      ],
    });
    await world.serve(port);
    await redeliverNewest();
    expect(await world.examine()).toEqual({ code: 0, found: [] });
  });

  it.skipIf(spawnSync('redis-server', ['--version']).status !== 0)(
    'finds a Redis that throws jobs away, and is content once it does not',
    async () => {
      const server = await startRedis();
      const redis = new Redis(server.url);
      onTestFinished(async () => {
        delete world.env['REDIS_URL'];
        redis.disconnect();
        await server.stop();
      });
      world.env['REDIS_URL'] = server.url;
      await redis.config('SET', 'maxmemory-policy', 'allkeys-lru');

      const { code, found } = await world.examine();
      expect(code).toBe(1);
      expect(found).toMatchObject([
        {
          code: 'redis_policy',
          level: 'wrong',
          where: 'Redis',
          what: 'Its maxmemory-policy is "allkeys-lru": short of memory, it would throw away jobs.',
          mend: expect.stringContaining('"redis-cli CONFIG SET maxmemory-policy noeviction"'),
        },
        { code: 'redis_log', level: 'hint' },
      ]);
      await redis.config('SET', 'maxmemory-policy', 'noeviction');
      expect(await world.examine()).toMatchObject({ code: 0, found: [{ code: 'redis_log', level: 'hint' }] });
    },
  );

  it('says what PostgreSQL refuses, in its own words, and is content before the first start of an embedded one', async () => {
    const { database } = world;
    const user = `reader_${process.pid}_${world.repo.id}`;
    await database.pool.query(
      `create role ${user} login password 'hunter2'; grant usage on schema public to ${user}`,
    );
    const url = new URL(database.url);
    [url.username, url.password] = [user, 'hunter2'];
    const back = set('DATABASE_URL', url.href);
    onTestFinished(async () => {
      back();
      delete world.env['DATA_DIR'];
      await database.pool.query(`drop owned by ${user}; drop role ${user}`);
    });
    const { code, found } = await world.examine();
    expect({ code, found }).toMatchObject({
      code: 1,
      found: [
        {
          code: 'database',
          what: `PostgreSQL at ${url.host} refuses: permission denied for table schema_migrations.`,
          mend: 'Mend that there, or correct DATABASE_URL.',
        },
      ],
    });
    delete world.env['DATABASE_URL'];
    world.env['DATA_DIR'] = '/nowhere';
    expect(await world.examine()).toEqual({ code: 0, found: [] });
  });

  it('says where Redis does not answer, and what to do without one', async () => {
    world.env['REDIS_URL'] = `redis://:hunter2@127.0.0.1:${await freePort(0)}`;
    onTestFinished(() => void delete world.env['REDIS_URL']);
    const { code, out } = await world.doctor();
    expect(code).toBe(1);
    expect(out).toMatch(/^WRONG {3}Redis: Redis at 127\.0\.0\.1:\d+ does not answer \(ECONNREFUSED\)\.$/m);
    expect(out).toContain('Without REDIS_URL the queue lives in PostgreSQL.');
    expect(out).not.toContain('hunter2');
  });

  it('tells every mistake in the settings at once, shows no secret, and ends with 2', () => {
    const env = {
      PATH: process.env['PATH'],
      APP_ID: 'seven',
      PRIVATE_KEY: world.github.privateKey,
      WEBHOOK_SECRET: 'development,hunter2',
    };
    const { status, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'src/main.ts', 'doctor'], {
      env,
      encoding: 'utf8',
      timeout: 55_000,
    });
    expect(status).toBe(2);
    expect(stdout).toMatchInlineSnapshot(`
      "WRONG   Settings: APP_ID: is no App id.
              To mend: Take the number beside "App ID" on the App's settings page.
      WRONG   Settings: WEBHOOK_SECRET: number 1 is "development", which is public.
              To mend: Use a random one, for example the output of "openssl rand -hex 32".
      WRONG   Settings: WEBHOOK_SECRET: number 2 is 7 characters long.
              To mend: Use at least 16, for example the output of "openssl rand -hex 32".

      3 things are wrong.
      "
    `);
  });

  it('says what it could not look at, goes on with the rest, and ends with 2', async () => {
    const { knobs } = world.github;
    knobs.failNext({ path: '/app/hook/config' }, { status: 502, times: 3 });
    onTestFinished(() => knobs.reset());
    const { code, out } = await world.doctor('--json');
    const { diagnoses } = JSON.parse(out) as { diagnoses: readonly { level: string; where: string }[] };
    expect(code).toBe(2);
    expect(diagnoses.filter(({ level }) => level !== 'ok')).toEqual([
      {
        code: 'webhook',
        level: 'unseen',
        where: 'Webhook',
        what: expect.stringMatching(/^This could not be looked at: Server Error/),
        mend: expect.any(String),
      },
    ]);
    expect(diagnoses.filter(({ where }) => where.startsWith('acme/fleet'))).toHaveLength(4);
  });

  it('looks at one repository that was named, and says where it cannot', async () => {
    expect(await world.doctor('--repo', 'acme')).toMatchObject({
      code: 2,
      err: '--repo wants owner/name, not "acme".',
    });
    const { code, out } = await world.doctor('--repo', 'acme/moon');
    expect(code).toBe(1);
    expect(out).toContain(
      'WRONG   acme/moon: The App is not installed in acme/moon, or there is no such repository.',
    );
    expect(out).not.toContain('acme/fleet');
  });
});
