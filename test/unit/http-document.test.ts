import { expect, it } from 'vitest';
import type { People } from '../../src/http/people/people-deps.ts';
import { createAjv } from '../github/descriptions/create-ajv.ts';
import type { OpenApi } from '../support/api-client.ts';
import { mediaOf } from '../support/media-of.ts';
import { noApi } from '../support/no-api.ts';
import { deliver, startServer } from './http-support.ts';

const ADMIN_TOKEN = 'admin token of the tests';

/** Whoever shows `mona` is her; a way back of `1` is good, and so is a link of `1`. */
const people: People = {
  ...noApi.people,
  withGitHub: {
    begin: async () => ({ url: 'https://github.com/login/oauth/authorize', browser: 'b' }),
    finish: async ({ code }) =>
      code === '1' ? { kind: 'in', text: 'mona', forSeconds: 9 } : { kind: 'refused' },
  },
  useLink: async (text) => (text === '1' ? { text: 'operator', forSeconds: 9 } : null),
  whoIs: async (text) =>
    text === 'mona'
      ? { login: 'mona', projects: [{ id: 7 as never, repository: 'acme/fleet', scope: 'read' }] }
      : null,
};

async function start() {
  const { url, server } = await startServer({ adminToken: ADMIN_TOKEN, people });
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  return { url, document, routes: server.routes.filter(({ method }) => method !== 'HEAD') };
}

it('the document has every route, each with what it answers', async () => {
  const { document, routes } = await start();
  const described = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => ({
      route: `${method.toUpperCase()} ${path}`,
      plain: JSON.stringify(responses).includes('"Default Response"}'),
    })),
  );
  expect(described.map(({ route }) => route).toSorted()).toEqual(
    routes.map(({ method, url }) => `${method} ${url.replaceAll(/:(\w+)/g, '{$1}')}`).toSorted(),
  );
  expect(described.filter(({ plain }) => plain)).toEqual([]);
});

it('says of each route whether something has to be shown', async () => {
  const { document, routes } = await start();
  const open = routes.filter(({ policy }) => policy === 'public' || policy === 'ticket');
  const free = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => 'security' in operation)
      .map(([method]) => `${method.toUpperCase()} ${path}`),
  );
  expect(free.toSorted()).toEqual(open.map(({ method, url }) => `${method} ${url}`).toSorted());
});

const MCP = {
  method: 'POST',
  headers: {
    authorization: `Bearer ${ADMIN_TOKEN}`,
    accept: 'application/json, text/event-stream',
    'content-type': 'application/json',
  },
};
const ping = { ...MCP, body: '{"jsonrpc":"2.0","id":1,"method":"ping"}' };

/** A call of a route that is no part of `/api`, and the status that it is to have. */
const CALLS: readonly (readonly [status: number, path: string, more?: RequestInit])[] = [
  [200, '/'],
  [200, '/health'],
  [200, '/ready'],
  [200, '/openapi.json'],
  [200, '/asyncapi.json'],
  [200, '/metrics', { headers: { authorization: `Bearer ${ADMIN_TOKEN}` } }],
  [401, '/metrics'],
  [426, '/ws?ticket=x'],
  [400, '/ws?token=x'],
  [302, '/auth/login'],
  [302, '/auth/callback?code=1&state=s', { headers: { cookie: 'flotilla-sign-in=b' } }],
  [403, '/auth/callback?code=2&state=s', { headers: { cookie: 'flotilla-sign-in=b' } }],
  [403, '/auth/callback?error=access_denied'],
  [400, '/auth/callback?code=1&code=2&state=s'],
  [400, '/auth/callback'],
  [302, '/auth/link?key=1'],
  [403, '/auth/link?key=2'],
  [400, '/auth/link'],
  [403, '/auth/logout', { method: 'POST' }],
  [200, '/auth/me', { headers: { cookie: 'flotilla-session=mona' } }],
  [401, '/auth/me'],
  [200, '/mcp', ping],
  [202, '/mcp', { ...MCP, body: '{"jsonrpc":"2.0","method":"notifications/initialized"}' }],
  [400, '/mcp', { ...MCP, body: '{}' }],
  [400, '/mcp', { ...MCP, body: '{' }],
  [401, '/mcp', { ...ping, headers: { 'content-type': 'application/json' } }],
  [403, '/mcp', { ...ping, headers: { ...MCP.headers, origin: 'https://evil.example.com' } }],
  [406, '/mcp', { ...ping, headers: { ...MCP.headers, accept: 'text/html' } }],
  [415, '/mcp', { ...ping, headers: { ...MCP.headers, 'content-type': 'text/html' } }],
];

it('what is no part of /api answers as the document says, too', async () => {
  const { url, document, routes } = await start();
  const ajv = createAjv();
  ajv.addSchema({ ...document, $id: 'openapi' });
  const seen = new Set<string>();

  async function hold(answer: Response, method: string, at: string): Promise<void> {
    seen.add(`${method} ${at}`);
    const where = `${method} ${at} ${answer.status}`;
    const said = document.paths[at]?.[method.toLowerCase()]?.responses[String(answer.status)];
    expect(said, where).toBeDefined();
    const text = await answer.text();
    const media = mediaOf(answer);
    expect(Object.keys(said?.content ?? { '': {} }), where).toContain(media);
    if (!media.endsWith('json')) return;
    const pointer = `/paths/${at.replaceAll('/', '~1')}/${method.toLowerCase()}/responses/${answer.status}`;
    const validate = ajv.getSchema(
      `openapi${encodeURI(`#${pointer}/content/${media.replace('/', '~1')}/schema`)}`,
    );
    expect(validate?.(JSON.parse(text)) ? [] : (validate?.errors ?? 'no schema'), where).toEqual([]);
  }

  for (const [status, path, more] of CALLS) {
    const answer = await fetch(url + path, { redirect: 'manual', ...more });
    expect([path, answer.status]).toEqual([path, status]);
    await hold(answer, more?.method ?? 'GET', path.replace(/\?.*/, ''));
  }
  const out = await fetch(`${url}/auth/logout`, {
    method: 'POST',
    headers: { origin: url },
    redirect: 'manual',
  });
  expect(out.status).toBe(303);
  await hold(out, 'POST', '/auth/logout');
  for (const headers of [{}, { 'x-hub-signature-256': 'sha256=00' }])
    await hold(await deliver(url, '{}', headers), 'POST', '/api/github/webhooks');
  const others = routes.filter(({ url: at }) => !at.startsWith('/api/'));
  expect(others.filter(({ method, url: at }) => !seen.has(`${method} ${at}`))).toEqual([]);
});
