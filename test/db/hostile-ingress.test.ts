import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { createServer, type Server } from '../../src/http/create-server.ts';
import { ALL_UP } from '../support/all-up.ts';
import { noApi } from '../support/no-api.ts';
import { noProgress } from '../support/no-progress.ts';
import { silentLog } from '../support/silent-log.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

const SECRET = 'the secret of this test';
const RUNS = 200;
let fixture: Fixture;
let server: Server;
let url: URL;
let sent = 0;

beforeAll(async () => {
  fixture = await createFixture();
  const { store } = fixture;
  server = createServer({
    inbox: store.inbox,
    ring: async () => {},
    secrets: [SECRET],
    adminToken: null,
    ...noApi,
    ready: async () => ALL_UP,
    statusPage: () => store.read.statusPage(),
    statusIsOpen: false,
    effects: store.outbox,
    deliveryGaps: async () => ({ noGapsSince: null, sweptUntil: null, missing: [] }),
    progress: noProgress,
    brief: async () => null,
    log: silentLog,
  });
  url = new URL('/api/github/webhooks', await server.listen({ host: '127.0.0.1', port: 0 }));
});
afterAll(async () => {
  await server.close();
  await fixture.close();
});

/** Bytes that somebody may send as a payload. */
const body = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
  fc.string({ unit: 'binary', minLength: 1 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom('{"installation":{"id":1e999}}', '{"installation":{"id":-1}}', '[[[[[[', '\0')
    .map((text) => Buffer.from(text)),
);

const good = (bytes: Buffer) => `sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`;

/** What is done to a good signature; only the first leaves it good. */
const spoilt = fc.constantFrom<(signature: string) => string | readonly string[] | null>(
  (signature) => signature,
  () => null,
  () => '',
  (signature) => signature.slice(0, -1),
  (signature) => `${signature}0`,
  (signature) => signature.toUpperCase(),
  (signature) => signature.replace('sha256=', 'sha1='),
  (signature) => signature.replace('sha256=', ''),
  (signature) => `sha256=${signature}`,
  (signature) => [signature, signature],
  (signature) => `${signature}, ${signature}`,
  (signature) => signature.slice(0, 7) + Array.from(signature.slice(7)).toReversed().join(''),
  () => `sha256=${'0'.repeat(64)}`,
  () => `sha256=${createHmac('sha256', 'development').update('').digest('hex')}`,
  () => 'sha256=__proto__',
);

/** Sends exactly these headers, valid or not. */
function post(
  bytes: Buffer,
  headers: Readonly<Record<string, string | readonly string[] | null>>,
): Promise<number> {
  const present = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== null);
  return new Promise((resolve, reject) => {
    const sending = request(url, { method: 'POST', headers: Object.fromEntries(present) }, (answer) => {
      answer.resume();
      answer.on('end', () => resolve(answer.statusCode ?? 0));
    });
    sending.on('error', reject);
    sending.end(bytes);
  });
}

const inOrder = (one: string, other: string) => (one < other ? -1 : 1);

async function storedGuids(): Promise<readonly string[]> {
  return (await fixture.sql('select guid from deliveries')).map(({ guid }) => String(guid)).toSorted(inOrder);
}

it('takes what is signed, refuses what is not, and keeps nothing of that', async () => {
  const signed: string[] = [];
  await fc.assert(
    fc.asyncProperty(body, spoilt, async (bytes, spoil) => {
      sent += 1;
      const guid = `fuzz-${sent}`;
      const signature = spoil(good(bytes));
      const status = await post(bytes, {
        'content-type': 'application/json',
        'x-github-event': 'issue_comment',
        'x-github-delivery': guid,
        'x-hub-signature-256': signature,
      });
      const isGood = signature === good(bytes);
      expect(status).toBe(isGood ? 202 : 401);
      if (isGood) signed.push(guid);
    }),
    { numRuns: RUNS, seed: 9 },
  );

  expect(await storedGuids()).toEqual(signed.toSorted(inOrder));
  expect(signed.length).toBeGreaterThan(5);
});

it('answers odd headers with a refusal, never with an error of its own', async () => {
  const before = await storedGuids();
  const value = fc
    .string({
      unit: fc.constantFrom(...'a b z 0 9 - _ . : ; , / \t " \' { } < > % é ÿ'.split(' '), ' '),
      maxLength: 120,
    })
    .map((text) => text.trim());
  const name = fc.constantFrom(
    'content-type',
    'x-github-event',
    'x-github-delivery',
    'content-encoding',
    'accept',
  );
  await fc.assert(
    fc.asyncProperty(body, name, value, async (bytes, header, text) => {
      const status = await post(bytes, {
        'content-type': 'application/json',
        'x-github-event': 'issue_comment',
        'x-github-delivery': 'odd',
        'x-hub-signature-256': `sha256=${'1'.repeat(64)}`,
        [header]: text,
      });
      expect([400, 401, 415]).toContain(status);
    }),
    { numRuns: RUNS, seed: 9 },
  );
  expect(await storedGuids()).toEqual(before);
});

it('cuts off what is larger than GitHub sends, signed or not', async () => {
  const huge = Buffer.alloc(25 * 1024 * 1024 + 1, ' ');
  const statuses = [good(huge), `sha256=${'1'.repeat(64)}`].map((signature, index) =>
    post(huge, {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': `huge-${index}`,
      'x-hub-signature-256': signature,
      // The connection may be cut before all of it was sent.
    }).catch(() => 413),
  );
  expect(await Promise.all(statuses)).toEqual([413, 413]);
  expect(await storedGuids()).not.toContain('huge-0');
});
