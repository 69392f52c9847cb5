import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { chmodSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { pathToFileURL } from 'node:url';
import type { Log } from '../ports.ts';
import { quietProbotLog } from './quiet-probot-log.ts';

export interface SetupOptions {
  readonly port: number;
  readonly host: string;
  readonly log: Log;
  /** Where GitHub reaches this server; without it, the address of whoever opens the page. */
  readonly publicUrl?: string | null;
  /** The environment that Probot's pages read while they run. */
  readonly env: Record<string, string | undefined>;
}

export interface SetupServer {
  readonly url: string;
  close(): Promise<void>;
}

/** How Probot's page holds what the form posts to GitHub. */
const MANIFEST = /(name="manifest"[^>]* value=')(\{.*\})(')/;

type Env = Readonly<Record<string, string>>;
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean> | boolean;

/**
 * Serves Probot's own pages for creating the GitHub App from `app.yml` (`/probot`), which write the credentials into
 * `.env`. Probot exports neither these pages nor a way to run them in production, so they are mounted by path.
 */
export async function runSetup({
  port,
  host,
  log,
  publicUrl = null,
  env,
}: SetupOptions): Promise<SetupServer> {
  // Otherwise Probot fetches a client for smee.io and opens a channel there, unasked.
  env['NO_SMEE_SETUP'] = 'true';
  const handlers: Handler[] = [health, await setupPages(host, port, log), await staticFiles()];

  const server = createServer((request, response) => {
    const address = publicUrl ?? addressedAs(request);
    // The manifest's webhook address comes from this variable; Probot's default names the root, where we do not listen.
    env['WEBHOOK_PROXY_URL'] = `${address}/api/github/webhooks`;
    const page = withCallback(response, `${address}/auth/callback`);
    answer(handlers, request, page).catch((error: unknown) => {
      log.error({ err: error }, 'set-up page failed');
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
      response.end('Something went wrong; the log of the server says what.');
    });
  });
  server.listen(port, host);
  await once(server, 'listening');
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${portOf(server.address())}`;
  log.info({ url: `${url}/probot` }, 'there is no GitHub App yet; open this page to create one');
  return {
    url,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Probot's manifest takes no address to which GitHub sends people back who sign in, so the page is given it here. */
function withCallback(response: ServerResponse, callback: string): ServerResponse {
  const end = response.end.bind(response) as (chunk?: unknown, ...more: unknown[]) => ServerResponse;
  response.end = (chunk?: unknown, ...more: unknown[]) =>
    end(typeof chunk === 'string' ? chunk.replace(MANIFEST, adding(callback)) : chunk, ...more);
  return response;
}

function adding(callback: string): (all: string, before: string, json: string, after: string) => string {
  return (_all, before, json, after) => {
    const manifest = JSON.parse(json) as { readonly callback_urls?: readonly string[] };
    const urls = [...new Set([...(manifest.callback_urls ?? []), callback])];
    const text = JSON.stringify({ ...manifest, callback_urls: urls });
    // An apostrophe in a description would end the attribute.
    return `${before}${text.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}${after}`;
  };
}

/** A container that waits for its owner to make the App is well. */
function health(request: IncomingMessage, response: ServerResponse): boolean {
  if (request.url !== '/health') return false;
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
  return true;
}

async function answer(handlers: readonly Handler[], request: IncomingMessage, response: ServerResponse) {
  for (const handler of handlers) if (await handler(request, response)) return;
  response
    .writeHead(503, { 'content-type': 'text/plain' })
    .end('There is no GitHub App yet: open /probot to create one.');
}

async function setupPages(host: string, port: number, log: Log): Promise<Handler> {
  const setup = await inProbot<{ setupAppFactory(options: object): () => Promise<Handler> }>('apps/setup.js');
  const env = await inProbot<{ updateEnv(env: Env): Env }>('helpers/update-env.js');
  const updateEnv = (credentials: Env) => {
    const saved = env.updateEnv(withOurNames(credentials));
    // It holds the private key now.
    chmodSync(join(process.cwd(), '.env'), 0o600);
    log.info({}, 'the App was created and its credentials are in .env; start again');
    return saved;
  };
  return setup.setupAppFactory({ host, port, log: quietProbotLog(log), updateEnv })();
}

async function staticFiles(): Promise<Handler> {
  const files = await inProbot<{ staticFilesHandler: Handler }>('server/handlers/static-files.js');
  return files.staticFilesHandler;
}

/** Probot prefixes what we call CLIENT_ID and CLIENT_SECRET. */
function withOurNames(credentials: Env): Env {
  return Object.fromEntries(
    Object.entries(credentials).map(([name, value]) => [name.replace(/^GITHUB_(?=CLIENT_)/, ''), value]),
  );
}

/** A module that Probot has and does not export; what it holds is checked by the test that fetches the pages. */
async function inProbot<T>(file: string): Promise<T> {
  const entry = createRequire(import.meta.url).resolve('probot');
  const module: T = await import(new URL(file, pathToFileURL(entry)).href);
  return module;
}

function addressedAs(request: IncomingMessage): string {
  const forwarded = request.headers['x-forwarded-proto'];
  const protocol = typeof forwarded === 'string' && forwarded.startsWith('https') ? 'https' : 'http';
  const host = request.headers['x-forwarded-host'] ?? request.headers.host ?? 'localhost';
  return `${protocol}://${String(host)}`;
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}
