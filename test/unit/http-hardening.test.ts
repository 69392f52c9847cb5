import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { ApiToken } from '../../src/core/model/api-token.ts';
import { latch } from '../support/latch.ts';
import { noApi } from '../support/no-api.ts';
import { deliver, startServer } from './http-support.ts';

const TOKEN: ApiToken = {
  id: 1,
  name: 'reader',
  scope: 'read',
  project: null,
  agent: null,
  createdAt: new Date(0),
  expiresAt: new Date(0),
  revokedAt: null,
  lastUsedAt: null,
};
/** Whoever sends a text that begins with `flt_` is let in. */
const tokens = { meet: async (text: string) => (text.startsWith('flt_') ? TOKEN : null) };

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

interface Refusal {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** The refusal that an answer holds; fails when it is no problem details. */
async function refusalOf(answer: Response): Promise<Refusal> {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const refusal = (await answer.json()) as Refusal;
  expect(refusal).toMatchObject({ type: 'about:blank', title: expect.any(String), status: answer.status });
  return refusal;
}

describe('every refusal is a problem', () => {
  it('404 for an address where nothing is', async () => {
    const { url } = await startServer();
    expect((await refusalOf(await fetch(`${url}/nowhere`))).status).toBe(404);
  });

  it('405 for a method that an address does not take, with those that it does', async () => {
    const { url } = await startServer();
    const answer = await fetch(`${url}/api/tasks/12?x=1`, { method: 'DELETE' });
    expect((await refusalOf(answer)).status).toBe(405);
    expect(answer.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(['GET', 'HEAD']));
  });

  it.each([
    [
      413,
      'x'.repeat(300_000),
      'application/json',
      'The body is larger than the 256 kB that this route takes.',
    ],
    [415, '<a/>', 'text/xml', 'The body is of a type that this route does not read; send application/json.'],
    [400, '{', 'application/json', 'The body is no JSON.'],
  ])('%i for a body of another kind', async (status, body, type, detail) => {
    const { url } = await startServer({ tokens, adminToken: 'admin-of-these-tests' });
    const headers = { ...bearer('admin-of-these-tests'), 'content-type': type };
    const answer = await fetch(`${url}/api/agents/heartbeat`, { method: 'POST', headers, body });
    expect(await refusalOf(answer)).toMatchObject({ status, detail });
  });

  it('400 for an address that cannot be decoded', async () => {
    const { url } = await startServer();
    expect((await refusalOf(await fetch(`${url}/api/tasks/%zz`))).status).toBe(400);
  });

  it.each([
    [400, 'no request at all\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${'y'.repeat(40_000)}\r\n\r\n`],
  ])('%i for what HTTP does not know', async (status, text) => {
    const { url } = await startServer();
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.end(text);
    const answer = (await socket.toArray()).join('');
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\ncontent-type: application/problem\\+json`));
    expect(JSON.parse(answer.slice(answer.indexOf('{')))).toMatchObject({ status, type: 'about:blank' });
  });
});

describe('a request', () => {
  it('keeps the id that it came with, in the answer and in the log', async () => {
    const logged: object[] = [];
    const error = (data: object) => void logged.push(data);
    const log = { debug() {}, info() {}, warn() {}, error, child: () => log };
    const { url } = await startServer({ log, ready: () => Promise.reject(new Error('odd')) });
    const answer = await fetch(`${url}/ready`, { headers: { 'x-request-id': 'trace-me.17' } });
    expect(answer.status).toBe(500);
    expect(answer.headers.get('x-request-id')).toBe('trace-me.17');
    expect(logged).toMatchObject([{ requestId: 'trace-me.17', route: '/ready' }]);
  });

  it('that brings a delivery is called by its GUID', async () => {
    const { url } = await startServer();
    const answer = await deliver(url, '{}', { 'x-github-delivery': 'a-guid-of-github' });
    expect(answer.headers.get('x-request-id')).toBe('a-guid-of-github');
  });

  it.each(['', 'two words', '-x', 'x'.repeat(101), '<b>'])(
    'gets an id of its own instead of %j',
    async (id) => {
      const { url } = await startServer();
      const answer = await fetch(`${url}/nowhere`, { headers: { 'x-request-id': id } });
      expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    },
  );
});

describe('pages of others', () => {
  const origin = 'https://board.example.com';
  const ask = (url: string, from: string) =>
    fetch(`${url}/api/projects`, { headers: { origin: from, ...bearer('flt_a') } });
  const preflight = (url: string, from: string) =>
    fetch(`${url}/api/projects`, {
      method: 'OPTIONS',
      headers: { origin: from, 'access-control-request-method': 'GET' },
    });

  it('read nothing, unless they are named', async () => {
    const { url } = await startServer({ tokens });
    const answer = await ask(url, origin);
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    expect((await preflight(url, origin)).status).toBe(405);
  });

  it('read what they have a token for when they are named, and never by a cookie', async () => {
    const { url } = await startServer({ tokens, hardening: { origins: [origin] } });
    const answer = await ask(url, origin);
    expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    expect((await preflight(url, origin)).headers.get('access-control-allow-origin')).toBe(origin);
    expect(
      (await ask(url, 'https://evil.example.com')).headers.get('access-control-allow-origin'),
    ).toBeNull();
    const refused = await preflight(url, 'https://evil.example.com');
    expect(refused.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('headers for browsers', () => {
  it.each(['/', '/health', '/nowhere', '/api/projects'])('are on %s', async (path) => {
    const { url } = await startServer();
    const { headers } = await fetch(url + path);
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';style-src 'sha256-[^']+';/);
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).not.toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });
});

describe('who asks too often', () => {
  const ask = (url: string, token: string, from?: string) =>
    fetch(`${url}/api/projects`, {
      headers: { ...bearer(token), ...(from === undefined ? {} : { 'x-forwarded-for': from }) },
    });

  it('with one token is told when to come back; others are not held up', async () => {
    const { url } = await startServer({ tokens, hardening: { perToken: 2 } });
    expect((await ask(url, 'flt_a')).status).toBe(200);
    expect((await ask(url, 'flt_a')).headers.get('x-ratelimit-remaining')).toBe('0');
    const refused = await ask(url, 'flt_a');
    expect((await refusalOf(refused)).detail).toMatch(
      /^More than 2 requests came from this token within a minute. Ask again in \d+ s.$/,
    );
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(url, 'flt_b')).status).toBe(200);
  });

  it('from one address is refused before any token is looked up', async () => {
    const met: string[] = [];
    const meet = async (text: string) => (met.push(text), null);
    const { url } = await startServer({ tokens: { meet }, hardening: { perAddress: 3 } });
    const statuses = [];
    for (const token of ['a', 'b', 'c', 'd']) statuses.push((await ask(url, token)).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
    expect(met).toEqual(['a', 'b', 'c']);
    expect((await fetch(`${url}/nowhere`)).status).toBe(429);
  });

  it('is known by the address that a trusted proxy names, and by no other', async () => {
    const trusting = await startServer({ tokens, hardening: { perAddress: 1, proxies: ['127.0.0.1'] } });
    expect((await ask(trusting.url, 'flt_a', '203.0.113.1')).status).toBe(200);
    expect((await ask(trusting.url, 'flt_a', '203.0.113.2')).status).toBe(200);
    expect((await ask(trusting.url, 'flt_a', '203.0.113.2')).status).toBe(429);
    const alone = await startServer({ tokens, hardening: { perAddress: 1 } });
    expect((await ask(alone.url, 'flt_a', '203.0.113.1')).status).toBe(200);
    expect((await ask(alone.url, 'flt_a', '203.0.113.2')).status).toBe(429);
  });

  it('is not GitHub, and no probe', async () => {
    const { url, stored } = await startServer({ hardening: { perAddress: 1 } });
    for (let n = 0; n < 5; n += 1) {
      expect((await deliver(url, '{}')).status).toBe(202);
      expect((await fetch(`${url}/health`)).status).toBe(200);
      expect((await fetch(`${url}/ready`)).status).toBe(200);
    }
    expect(stored).toHaveLength(5);
  });
});

it('answers what is under way when it stops, and sends elsewhere what comes after', async () => {
  const asked = latch();
  const go = latch();
  const { url, server } = await startServer({
    tokens: {
      meet: async () => {
        asked.open();
        await go.opened;
        return TOKEN;
      },
    },
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  const text = 'GET /api/projects HTTP/1.1\r\nhost: x\r\nauthorization: Bearer flt_a\r\n\r\n';
  socket.write(text);
  await asked.opened;
  const closed = server.close();
  socket.write(text);
  go.open();
  const chunks: string[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
  await once(socket, 'close');
  await closed;
  const statuses = [...chunks.join('').matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(([, status]) => status);
  expect(statuses[0]).toBe('200');
  expect(statuses.slice(1).every((status) => status === '503')).toBe(true);
});

it('nobody signs in where the App has no secret for that, and is told so', async () => {
  const { url } = await startServer();
  const refusal = await refusalOf(await fetch(`${url}/auth/login`, { redirect: 'manual' }));
  expect(refusal).toMatchObject({
    status: 404,
    detail: 'Nobody signs in with GitHub here: CLIENT_ID and CLIENT_SECRET of the GitHub App are not set.',
  });
});

it('who signed in and reaches several projects has to say which one is meant', async () => {
  const meet = async (_text: string, about: number | null) => (about === null ? 'which' : null);
  const { url } = await startServer({ people: { ...noApi.people, meet } });
  const ask = (headers: Record<string, string>) =>
    fetch(`${url}/api/tasks`, { headers: { cookie: 'a=b; flotilla-session=x', ...headers } });
  expect(await refusalOf(await ask({}))).toMatchObject({
    status: 400,
    detail: 'There are several projects: say which with X-Flotilla-Project. GET /auth/me lists them.',
  });
  expect((await ask({ 'x-flotilla-project': '8' })).status).toBe(401);
});
