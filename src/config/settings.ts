/** One environment variable, for the table in the README and for `.env.example`. */
export interface Setting {
  readonly name: string;
  readonly meaning: string;
  /** What holds when it is not set; null: nothing. */
  readonly byDefault: string | null;
  readonly secret: boolean;
}

/** Every environment variable that Flotilla reads. */
export const SETTINGS = [
  { name: 'APP_ID', meaning: 'The numeric id of the GitHub App.', byDefault: null, secret: false },
  {
    name: 'PRIVATE_KEY',
    meaning: "The App's private key: the PEM text (line ends may be written `\\n`) or the PEM in base64.",
    byDefault: null,
    secret: true,
  },
  {
    name: 'PRIVATE_KEY_PATH',
    meaning: 'The file that holds the private key, instead of `PRIVATE_KEY`.',
    byDefault: null,
    secret: false,
  },
  {
    name: 'WEBHOOK_SECRET',
    meaning: 'The secret of the webhook, at least 16 characters; two, separated by a comma, during rotation.',
    byDefault: null,
    secret: true,
  },
  {
    name: 'DATABASE_URL',
    meaning: 'A PostgreSQL (14 or newer) to keep everything in.',
    byDefault: 'an embedded PostgreSQL in `DATA_DIR`',
    secret: true,
  },
  {
    name: 'REDIS_URL',
    meaning: 'A Redis (`noeviction`) for the queue. It only rings: losing it loses nothing.',
    byDefault: 'the queue lives in PostgreSQL',
    secret: true,
  },
  { name: 'PORT', meaning: 'The port to listen on.', byDefault: '3000', secret: false },
  {
    name: 'HOST',
    meaning: 'The address to listen on; `0.0.0.0` for all of them.',
    byDefault: '127.0.0.1',
    secret: false,
  },
  {
    name: 'PUBLIC_URL',
    meaning: 'Where people reach this server, for links in comments and checks.',
    byDefault: null,
    secret: false,
  },
  {
    name: 'GITHUB_API_URL',
    meaning: 'The root of the GitHub API.',
    byDefault: '`https://api.github.com`, or that of `GHE_HOST`',
    secret: false,
  },
  { name: 'GHE_HOST', meaning: 'The host of a GitHub Enterprise Server.', byDefault: null, secret: false },
  {
    name: 'GHE_PROTOCOL',
    meaning: '`https` or `http`, for `GHE_HOST`.',
    byDefault: 'https',
    secret: false,
  },
  {
    name: 'LOG_LEVEL',
    meaning: '`trace`, `debug`, `info`, `warn`, `error`, `fatal` or `silent`.',
    byDefault: 'info',
    secret: false,
  },
  {
    name: 'ROLES',
    meaning:
      'What this process does: `web` (takes deliveries, serves pages), `worker` (handles them), or both.',
    byDefault: 'web,worker',
    secret: false,
  },
  {
    name: 'DATA_DIR',
    meaning: 'The folder of the embedded PostgreSQL.',
    byDefault: '.data',
    secret: false,
  },
  {
    name: 'ADMIN_TOKEN',
    meaning:
      'A bearer token that may do everything, at least 16 characters. `flotilla token create` makes others, which expire and can be revoked.',
    byDefault: null,
    secret: true,
  },
  {
    name: 'METRICS_TOKEN',
    meaning: 'A bearer token that opens `/metrics` and nothing else, at least 16 characters.',
    byDefault: 'only who may do everything',
    secret: true,
  },
  {
    name: 'RETENTION_DAYS',
    meaning:
      'For how many days handled deliveries and activity are kept, at least 4. The bytes of a delivery are kept for 14 days at most.',
    byDefault: '90',
    secret: false,
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    meaning:
      'Where OpenTelemetry traces are collected (OTLP over HTTP), such as `http://localhost:4318`: from the arrival of a delivery to what it changes on GitHub.',
    byDefault: 'nothing is traced',
    secret: false,
  },
  {
    name: 'CORS_ORIGINS',
    meaning:
      'Origins whose pages may read the API with a token, separated by commas, such as `https://board.example.com`.',
    byDefault: 'no other page may',
    secret: false,
  },
  {
    name: 'TRUST_PROXY',
    meaning:
      'The proxies in front, as addresses or networks separated by commas. Only they are believed when they say (`X-Forwarded-For`) for whom they ask.',
    byDefault: 'nobody is believed',
    secret: false,
  },
  {
    name: 'RATE_PER_TOKEN',
    meaning: 'How many requests one token may make in a minute, at each process.',
    byDefault: '600',
    secret: false,
  },
  {
    name: 'RATE_PER_ADDRESS',
    meaning:
      'How many requests may come from one address in a minute, at each process. Webhooks and probes are not counted.',
    byDefault: '3000',
    secret: false,
  },
  {
    name: 'CLIENT_ID',
    meaning: "The App's OAuth client id, for signing in with GitHub (`/auth/login`).",
    byDefault: null,
    secret: false,
  },
  {
    name: 'CLIENT_SECRET',
    meaning: "The App's OAuth client secret.",
    byDefault: null,
    secret: true,
  },
  {
    name: 'SESSION_SECRET',
    meaning: 'Goes into what is kept of sessions, at least 32 characters. Another one signs everybody out.',
    byDefault: null,
    secret: true,
  },
] as const satisfies readonly Setting[];
