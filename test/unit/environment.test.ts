import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../src/config/environment.ts';
import { SETTINGS } from '../../src/config/settings.ts';

const { privateKey: PEM } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const GOOD = { APP_ID: '42', PRIVATE_KEY: PEM, WEBHOOK_SECRET: '0123456789abcdef' };

function noFiles(): never {
  throw new Error('ENOENT');
}

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  const parsed = parseEnvironment(env, noFiles);
  return parsed.ok ? [] : parsed.error;
}

describe('the environment', () => {
  it('asks for set-up when there are no App credentials at all', () => {
    expect(parseEnvironment({ PORT: '4000', APP_ID: '', PRIVATE_KEY: undefined }, noFiles)).toEqual({
      ok: true,
      value: {
        kind: 'setup',
        port: 4000,
        host: '127.0.0.1',
        logLevel: 'info',
        publicUrl: null,
        dataDir: '.data',
        databaseUrl: null,
      },
    });
  });

  it('needs nothing but the credentials', () => {
    expect(parseEnvironment(GOOD, noFiles)).toEqual({
      ok: true,
      value: {
        kind: 'run',
        app: { id: 42, privateKey: PEM },
        webhookSecrets: ['0123456789abcdef'],
        databaseUrl: null,
        redisUrl: null,
        githubApiUrl: 'https://api.github.com',
        roles: new Set(['web', 'worker']),
        adminToken: null,
        metricsToken: null,
        hardening: { origins: [], proxies: [], perToken: 600, perAddress: 3_000 },
        otlpEndpoint: null,
        retentionDays: 90,
        oauth: null,
        sessionSecret: null,
        port: 3000,
        host: '127.0.0.1',
        logLevel: 'info',
        publicUrl: null,
        dataDir: '.data',
      },
    });
  });

  it.each([
    ['with line ends written out', PEM.replaceAll('\n', '\\n')],
    ['in quotes, as some shells keep them', `"${PEM.replaceAll('\n', '\\n')}"`],
    ['in base64', Buffer.from(PEM).toString('base64')],
  ])('takes a private key %s', (_name, PRIVATE_KEY) => {
    expect(parseEnvironment({ ...GOOD, PRIVATE_KEY }, noFiles)).toMatchObject({
      value: { app: { privateKey: PEM } },
    });
  });

  it('takes the private key from a file', () => {
    const { PRIVATE_KEY: _, ...rest } = GOOD;
    const parsed = parseEnvironment({ ...rest, PRIVATE_KEY_PATH: '/keys/app.pem' }, (path) =>
      path === '/keys/app.pem' ? PEM : noFiles(),
    );
    expect(parsed).toMatchObject({ value: { app: { privateKey: PEM } } });
  });

  it('takes two webhook secrets during rotation', () => {
    expect(
      parseEnvironment({ ...GOOD, WEBHOOK_SECRET: 'new secret, 16 ok, old secret, 16' }, noFiles).ok,
    ).toBe(false);
    expect(
      parseEnvironment({ ...GOOD, WEBHOOK_SECRET: 'the new secret 16, the old secret 16' }, noFiles),
    ).toMatchObject({ value: { webhookSecrets: ['the new secret 16', 'the old secret 16'] } });
  });

  it('finds GitHub where it is told', () => {
    const apiOf = (env: Record<string, string>) => parseEnvironment({ ...GOOD, ...env }, noFiles);
    expect(apiOf({ GITHUB_API_URL: 'http://127.0.0.1:9/' })).toMatchObject({
      value: { githubApiUrl: 'http://127.0.0.1:9' },
    });
    expect(apiOf({ GHE_HOST: 'ghe.acme.com' })).toMatchObject({
      value: { githubApiUrl: 'https://ghe.acme.com/api/v3' },
    });
  });

  it('says from where, and how often, may be asked', () => {
    const asked = {
      CORS_ORIGINS: 'https://board.example.com, http://localhost:5173',
      TRUST_PROXY: '127.0.0.1, 10.0.0.0/8, fd00::/8',
      RATE_PER_TOKEN: '60',
      RATE_PER_ADDRESS: '120',
    };
    expect(parseEnvironment({ ...GOOD, ...asked }, noFiles)).toMatchObject({
      value: {
        hardening: {
          origins: ['https://board.example.com', 'http://localhost:5173'],
          proxies: ['127.0.0.1', '10.0.0.0/8', 'fd00::/8'],
          perToken: 60,
          perAddress: 120,
        },
      },
    });
  });

  it('names every problem at once, with what to do', () => {
    expect(
      problemsOf({
        APP_ID: 'Iv1.abc',
        PRIVATE_KEY: 'hello',
        WEBHOOK_SECRET: 'development,too short',
        DATABASE_URL: 'mysql://u:hunter2@h/d',
        REDIS_URL: 'localhost',
        PORT: '70000',
        RETENTION_DAYS: '2',
        PUBLIC_URL: 'flotilla',
        GITHUB_API_URL: 'https://api.github.com',
        GHE_HOST: 'https://ghe.acme.com',
        GHE_PROTOCOL: 'ftp',
        LOG_LEVEL: 'loud',
        ROLES: 'web,cook',
        ADMIN_TOKEN: 'admin',
        CORS_ORIGINS: 'https://board.example.com, https://board.example.com/, board',
        TRUST_PROXY: '10.0.0.0/33,proxy.local',
        RATE_PER_TOKEN: '0',
        RATE_PER_ADDRESS: 'many',
        CLIENT_ID: 'Iv1.abc',
        SESSION_SECRET: 'session',
      }).join('\n'),
    ).toMatchInlineSnapshot(`
      "APP_ID: is no App id; take the number beside "App ID" on the App's settings page.
      WEBHOOK_SECRET: number 1 is "development", which is public; use a random one, for example the output of "openssl rand -hex 32".
      WEBHOOK_SECRET: number 2 is 9 characters long; use at least 16, for example the output of "openssl rand -hex 32".
      DATABASE_URL: is no address of this kind; it looks like postgres://user:password@host:5432/flotilla.
      REDIS_URL: is no address of this kind; it looks like redis://host:6379.
      PORT: is no port; give a number from 0 to 65535.
      PUBLIC_URL: is no address of this kind; it looks like https://flotilla.example.com.
      GHE_HOST: is no host name; leave out the protocol and the path.
      GHE_PROTOCOL: is neither https nor http.
      LOG_LEVEL: is no log level; use one of trace, debug, info, warn, error, fatal, silent.
      ROLES: names an unknown role; use web, worker or web,worker.
      ADMIN_TOKEN: is 5 characters long; use at least 16, for example the output of "openssl rand -hex 32".
      RETENTION_DAYS: is no number of days from 4 to 9999.
      CORS_ORIGINS: names what is no origin: https://board.example.com/, board; one looks like https://board.example.com.
      TRUST_PROXY: names what is no address or network: 10.0.0.0/33, proxy.local; one looks like 10.0.0.0/8.
      RATE_PER_TOKEN: is no number of requests a minute from 1 to 9999999.
      RATE_PER_ADDRESS: is no number of requests a minute from 1 to 9999999.
      SESSION_SECRET: is 7 characters long; use at least 32, for example the output of "openssl rand -hex 32".
      PRIVATE_KEY: is no private key; paste the whole .pem file that GitHub gave you, or that file in base64.
      CLIENT_SECRET: is missing; signing in needs both CLIENT_ID and CLIENT_SECRET.
      GITHUB_API_URL: is set beside GHE_HOST; keep one of them."
    `);
  });

  it('asks for the rest when credentials are given in part', () => {
    expect(problemsOf({ APP_ID: '42' }).join('\n')).toMatchInlineSnapshot(`
      "WEBHOOK_SECRET: is missing; set it, or unset APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET to create a new App.
      PRIVATE_KEY: is missing; set it to the App's private key, or PRIVATE_KEY_PATH to its file."
    `);
    expect(problemsOf({ PRIVATE_KEY_PATH: '/nowhere' }).join('\n')).toMatchInlineSnapshot(`
      "APP_ID: is missing; set it, or unset APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET to create a new App.
      WEBHOOK_SECRET: is missing; set it, or unset APP_ID, PRIVATE_KEY, PRIVATE_KEY_PATH, WEBHOOK_SECRET to create a new App.
      PRIVATE_KEY_PATH: names a file that cannot be read; check the path and who may read it."
    `);
  });

  it.each([
    ['cut off', PEM.slice(0, 400)],
    ['without its line ends', PEM.replaceAll('\n', ' ').slice(0, 900)],
    [
      'of another kind',
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    ],
  ])('refuses a private key %s', (_name, PRIVATE_KEY) => {
    expect(problemsOf({ ...GOOD, PRIVATE_KEY })).toEqual([expect.stringMatching(/^PRIVATE_KEY: /)]);
  });

  it('never repeats a secret', () => {
    const secrets = { WEBHOOK_SECRET: 's3cr3t-w', ADMIN_TOKEN: 's3cr3t-a', SESSION_SECRET: 's3cr3t-s' };
    const urls = { DATABASE_URL: 'x://u:s3cr3t-d@h', REDIS_URL: 's3cr3t-r' };
    const problems = problemsOf({ APP_ID: '1', PRIVATE_KEY: 's3cr3t-p', ...secrets, ...urls });
    expect(problems).toHaveLength(6);
    expect(problems.join()).not.toContain('s3cr3t');
  });

  it('refuses addresses that only whoever connects would stumble over', () => {
    const urls = { DATABASE_URL: 'postgres://u:s3%cr3t@h/d', REDIS_URL: 'redis://:s3cr3t@h:6379/jobs' };
    expect(problemsOf({ ...GOOD, ...urls })).toEqual([
      'DATABASE_URL: has a "%" in it that begins no escape; write "%25" for the sign itself.',
      'REDIS_URL: has a path that is no number of a database; it looks like redis://host:6379/0.',
    ]);
    expect(problemsOf({ ...GOOD, REDIS_URL: 'redis://:s3%zz@h:6379/0' })).toEqual([
      expect.stringMatching(/^REDIS_URL: has a "%"/),
    ]);
  });

  it('lists every setting it reads', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('WEBHOOK_SECRET');
  });
});
