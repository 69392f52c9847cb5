import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { watchAnswers } from '../support/watch-answers.ts';

/** Whoever calls itself Flotilla and answers everything alike; `type` is that of what it answers. */
async function answering(status: number, type: string, body: string): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(status, { 'content-type': type }).end(body),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function held(status: number, type: string, body: string, path: string): Promise<void> {
  const url = await answering(status, type, body);
  const answers = watchAnswers((origin) => origin === url);
  await (await fetch(url + path)).text();
  await answers.expectNone();
}

it.each([
  [200, 'application/json', '{"items":[]}', '/api/projects'],
  [200, 'application/json', '{"items":[]}', '/api/tasks/ready/list'],
  [404, 'text/html', '', '/nowhere'],
] as const)('lets %i as %s, %s, at %s pass', async (status, type, body, path) => {
  await expect(held(status, type, body, path)).resolves.toBeUndefined();
});

it.each([
  [
    200,
    'application/json',
    '{"items":[{}]}',
    '/api/projects',
    'get /api/projects: 200 data/items/0 must have',
  ],
  [200, 'text/plain', 'none', '/api/projects', 'get /api/projects: 200 as "text/plain"'],
  [418, 'application/json', '{}', '/api/projects', 'get /api/projects: 418 is not described'],
  [200, 'application/json', '{}', '/api/tasks/7', 'get /api/tasks/{id}: 200 data must have'],
  [200, 'text/html', '', '/nowhere', 'get /nowhere: 200'],
] as const)('complains of %i as %s, %s, at %s', async (status, type, body, path, problem) => {
  await expect(held(status, type, body, path)).rejects.toThrow(problem);
});
