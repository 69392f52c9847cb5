import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { parseEnv } from 'node:util';
import { runSetup } from '../../src/github/run-setup.ts';
import { silentLog } from '../support/silent-log.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flotilla-setup-'));
  vi.spyOn(process, 'cwd').mockReturnValue(folder);
  for (const name of ['NO_SMEE_SETUP', 'WEBHOOK_PROXY_URL', 'NODE_ENV']) vi.stubEnv(name, 'production');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

async function start(publicUrl: string | null = null) {
  const setup = await runSetup({ port: 0, host: '127.0.0.1', log: silentLog, publicUrl, env: process.env });
  onTestFinished(() => setup.close());
  return setup.url;
}

/** The manifest in the form that the page posts to GitHub. */
async function manifestAt(url: string): Promise<unknown> {
  const page = await (await fetch(`${url}/probot`)).text();
  const attribute =
    /name="manifest"[^>]*value='([^']*)'/.exec(page)?.[1] ?? /value='(\{[^']*\})'/.exec(page)?.[1];
  return JSON.parse(attribute ?? page);
}

it('offers to create the App that app.yml describes, with the address where webhooks are taken', async () => {
  writeFileSync(join(folder, 'app.yml'), 'name: our fleet\ndefault_permissions:\n  checks: write\n');

  expect(await manifestAt(await start('https://fleet.example.com'))).toMatchObject({
    name: 'our fleet',
    default_permissions: { checks: 'write' },
    hook_attributes: { url: 'https://fleet.example.com/api/github/webhooks' },
    callback_urls: ['https://fleet.example.com/auth/callback'],
  });
});

it('falls back to the address that the visitor used', async () => {
  const url = await start();
  expect(await manifestAt(url)).toMatchObject({
    hook_attributes: { url: `${url}/api/github/webhooks` },
    callback_urls: [`${url}/auth/callback`],
  });
});

it('keeps what app.yml says of where people come back to', async () => {
  const old = 'https://old.example.com/auth/callback';
  writeFileSync(
    join(folder, 'app.yml'),
    `description: "a > b, a 'quote' and $& more"\ncallback_urls: ['${old}']\n`,
  );
  const page = await (await fetch(`${await start('https://fleet.example.com')}/probot`)).text();
  const urls = [old, 'https://fleet.example.com/auth/callback'];
  expect(page).toContain(`"callback_urls":${JSON.stringify(urls)}`);
  expect(page).toContain('a &#39;quote&#39; and $&amp; more');
});

it('leads to its page, and says elsewhere that there is no App yet', async () => {
  const url = await start();
  expect((await fetch(url, { redirect: 'manual' })).headers.get('location')).toBe('/probot');
  const elsewhere = await fetch(`${url}/api/github/webhooks`, { method: 'POST' });
  expect(elsewhere.status).toBe(503);
  expect(await elsewhere.text()).toContain('/probot');
  expect((await fetch(`${url}/probot/static/primer.css`)).status).toBe(200);
  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: 'ok' });
});

it('keeps credentials in a file that only its owner reads', async () => {
  const url = await start();
  const pem = '-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\n';
  await fetch(`${url}/probot/import`, {
    method: 'POST',
    body: JSON.stringify({ appId: '7', pem, webhook_secret: 'a secret of sixteen and more' }),
  });

  const file = join(folder, '.env');
  expect(parseEnv(readFileSync(file, 'utf8'))).toMatchObject({
    APP_ID: '7',
    PRIVATE_KEY: pem,
    WEBHOOK_SECRET: 'a secret of sixteen and more',
  });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});
