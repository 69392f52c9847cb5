import { z } from 'zod';
import { err, ok, type Result } from '../core/result.ts';
import { HARDENING_FIELDS, hardeningOf, type HardeningSettings } from './hardening.ts';
import { parsePrivateKey } from './private-key.ts';

export type Role = 'web' | 'worker';
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What holds with and without an App. */
export interface CommonSettings {
  readonly port: number;
  readonly host: string;
  readonly logLevel: LogLevel;
  readonly publicUrl: string | null;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | null;
}

export interface RunSettings extends CommonSettings {
  readonly kind: 'run';
  readonly app: { readonly id: number; readonly privateKey: string };
  /** One, or two during rotation. */
  readonly webhookSecrets: readonly string[];
  /** Null: the queue lives in PostgreSQL. */
  readonly redisUrl: string | null;
  /** The root of GitHub's API, without a slash at its end. */
  readonly githubApiUrl: string;
  readonly roles: ReadonlySet<Role>;
  readonly adminToken: string | null;
  /** Opens `/metrics` only. */
  readonly metricsToken: string | null;
  /** Where traces are collected; null: nowhere. */
  readonly otlpEndpoint: string | null;
  readonly retentionDays: number;
  readonly hardening: HardeningSettings;
  /** For signing in to the dashboard; null: nobody can. */
  readonly oauth: { readonly clientId: string; readonly clientSecret: string } | null;
  readonly sessionSecret: string | null;
}

/** `setup`: there is no App yet, so the program helps to create one. */
export type Environment = RunSettings | (CommonSettings & { readonly kind: 'setup' });

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const CREDENTIALS = ['APP_ID', 'PRIVATE_KEY', 'PRIVATE_KEY_PATH', 'WEBHOOK_SECRET'] as const;

/**
 * Reads the environment. The error holds every problem at once, each a sentence such as
 * `WEBHOOK_SECRET: is 9 characters long; ...`, and no secret. `readFile` is used for `PRIVATE_KEY_PATH` only.
 */
export function parseEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): Result<Environment, readonly string[]> {
  const given = withoutEmpty(env);
  const run = CREDENTIALS.some((name) => name in given);
  const fields = Fields.safeParse(given);
  const key = readPrivateKey(given, readFile);
  const problems = [
    ...(fields.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`),
    ...(run ? missingCredentials(given) : []),
    ...(run && !key.ok ? [key.error] : []),
    ...halfPairs(given),
  ].map((problem) => `${problem}.`);
  if (problems.length > 0 || !fields.success) return err(problems);

  const value = fields.data;
  const common = {
    port: value.PORT,
    host: value.HOST,
    logLevel: value.LOG_LEVEL,
    publicUrl: value.PUBLIC_URL ?? null,
    dataDir: value.DATA_DIR,
    databaseUrl: value.DATABASE_URL ?? null,
  };
  if (value.APP_ID === undefined || value.WEBHOOK_SECRET === undefined || !key.ok) {
    return ok({ kind: 'setup', ...common });
  }
  return ok({
    kind: 'run',
    ...common,
    app: { id: value.APP_ID, privateKey: key.value },
    webhookSecrets: value.WEBHOOK_SECRET,
    redisUrl: value.REDIS_URL ?? null,
    githubApiUrl: githubApiUrl(value),
    roles: new Set(value.ROLES),
    adminToken: value.ADMIN_TOKEN ?? null,
    metricsToken: value.METRICS_TOKEN ?? null,
    otlpEndpoint: value.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    retentionDays: value.RETENTION_DAYS,
    hardening: hardeningOf(value),
    oauth:
      value.CLIENT_ID !== undefined && value.CLIENT_SECRET !== undefined
        ? { clientId: value.CLIENT_ID, clientSecret: value.CLIENT_SECRET }
        : null,
    sessionSecret: value.SESSION_SECRET ?? null,
  });
}

const RANDOM = 'for example the output of "openssl rand -hex 32"';
// GitHub can send again what is up to three days old, and it must be known then that it was handled.
const NO_RETENTION = 'is no number of days from 4 to 9999';
const NO_PORT = 'is no port; give a number from 0 to 65535';

const Fields = z.object({
  APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,14}$/, 'is no App id; take the number beside "App ID" on the App\'s settings page')
    .transform(Number)
    .optional(),
  WEBHOOK_SECRET: z.string().transform(webhookSecrets).optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/flotilla').optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379')
    .refine(namesDatabase, 'has a path that is no number of a database; it looks like redis://host:6379/0')
    .optional(),
  PORT: z
    .string()
    .refine((text) => /^\d{1,5}$/.test(text) && Number(text) <= 65_535, NO_PORT)
    .transform(Number)
    .default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: url(['http:', 'https:'], 'https://flotilla.example.com').optional(),
  GITHUB_API_URL: url(['http:', 'https:'], 'https://api.github.com').optional(),
  GHE_HOST: z
    .string()
    .regex(/^[\w.-]+(:\d{1,5})?$/, 'is no host name; leave out the protocol and the path')
    .optional(),
  GHE_PROTOCOL: z.enum(['https', 'http'], 'is neither https nor http').default('https'),
  LOG_LEVEL: z.enum(LOG_LEVELS, `is no log level; use one of ${LOG_LEVELS.join(', ')}`).default('info'),
  ROLES: z.string().transform(roles).default(['web', 'worker']),
  DATA_DIR: z.string().default('.data'),
  ADMIN_TOKEN: atLeast(16).optional(),
  METRICS_TOKEN: atLeast(16).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url(['http:', 'https:'], 'http://localhost:4318').optional(),
  RETENTION_DAYS: z
    .string()
    .refine((text) => /^\d{1,4}$/.test(text) && Number(text) >= 4, NO_RETENTION)
    .transform(Number)
    .default(90),
  ...HARDENING_FIELDS,
  CLIENT_ID: z.string().optional(),
  CLIENT_SECRET: z.string().optional(),
  SESSION_SECRET: atLeast(32).optional(),
});

/** Compose files and CI hand over empty strings for what is not set. */
function withoutEmpty(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env)
      .map(([name, value]) => [name, value?.trim() ?? ''] as const)
      .filter(([, value]) => value !== ''),
  );
}

function url(protocols: readonly string[], example: string) {
  return z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      // The value itself may hold a password.
      `is no address of this kind; it looks like ${example}`,
    )
    .refine(decodes, 'has a "%" in it that begins no escape; write "%25" for the sign itself')
    .transform((text) => text.replace(/\/+$/, ''));
}

/** Redis numbers its databases. What is no address at all is told of before. */
function namesDatabase(text: string): boolean {
  return !URL.canParse(text) || /^\/?\d{0,5}$/.test(new URL(text).pathname);
}

/** Whoever connects decodes the user, the password and the path, and would fail there with less to say. */
function decodes(text: string): boolean {
  try {
    return decodeURIComponent(text) !== '';
  } catch {
    return false;
  }
}

function atLeast(length: number) {
  return z.string().refine((text) => text.length >= length, {
    error: (issue) => `is ${String(issue.input).length} characters long; use at least ${length}, ${RANDOM}`,
  });
}

function webhookSecrets(text: string, context: z.RefinementCtx): readonly string[] {
  const secrets = text.split(',').map((secret) => secret.trim());
  if (secrets.length > 2) {
    context.addIssue(`holds ${secrets.length} secrets; give one, or the new and the old one during rotation`);
  }
  secrets.forEach((secret, index) => {
    const which = secrets.length > 1 ? `number ${index + 1} ` : '';
    if (secret === 'development') {
      context.addIssue(`${which}is "development", which is public; use a random one, ${RANDOM}`);
    } else if (secret.length < 16) {
      context.addIssue(`${which}is ${secret.length} characters long; use at least 16, ${RANDOM}`);
    }
  });
  return secrets;
}

function roles(text: string, context: z.RefinementCtx): Role[] {
  const named = text.split(',').map((role) => role.trim());
  const known = named.filter((role): role is Role => role === 'web' || role === 'worker');
  if (known.length < named.length) context.addIssue('names an unknown role; use web, worker or web,worker');
  return known;
}

function missingCredentials(given: Readonly<Record<string, string>>): readonly string[] {
  const missing = (['APP_ID', 'WEBHOOK_SECRET'] as const).filter((name) => !(name in given));
  return missing.map(
    (name) => `${name}: is missing; set it, or unset ${CREDENTIALS.join(', ')} to create a new App`,
  );
}

function readPrivateKey(
  given: Readonly<Record<string, string>>,
  readFile: (path: string) => string,
): Result<string, string> {
  const { PRIVATE_KEY: text, PRIVATE_KEY_PATH: path } = given;
  if (text !== undefined && path !== undefined) {
    return err('PRIVATE_KEY: is set beside PRIVATE_KEY_PATH; keep one of them');
  }
  if (text !== undefined) return named('PRIVATE_KEY', parsePrivateKey(text));
  if (path === undefined) {
    return err("PRIVATE_KEY: is missing; set it to the App's private key, or PRIVATE_KEY_PATH to its file");
  }
  try {
    return named('PRIVATE_KEY_PATH', parsePrivateKey(readFile(path)));
  } catch {
    return err('PRIVATE_KEY_PATH: names a file that cannot be read; check the path and who may read it');
  }
}

function named(name: string, key: Result<string, string>): Result<string, string> {
  return key.ok ? key : err(`${name}: ${key.error}`);
}

/** Settings that mean nothing alone, or contradict each other. */
function halfPairs(given: Readonly<Record<string, string>>): readonly string[] {
  const problems: string[] = [];
  if ('CLIENT_ID' in given !== 'CLIENT_SECRET' in given) {
    const missing = 'CLIENT_ID' in given ? 'CLIENT_SECRET' : 'CLIENT_ID';
    problems.push(`${missing}: is missing; signing in needs both CLIENT_ID and CLIENT_SECRET`);
  }
  if ('GITHUB_API_URL' in given && 'GHE_HOST' in given) {
    problems.push('GITHUB_API_URL: is set beside GHE_HOST; keep one of them');
  }
  return problems;
}

function githubApiUrl(value: z.output<typeof Fields>): string {
  if (value.GITHUB_API_URL !== undefined) return value.GITHUB_API_URL;
  if (value.GHE_HOST !== undefined) return `${value.GHE_PROTOCOL}://${value.GHE_HOST}/api/v3`;
  return 'https://api.github.com';
}
