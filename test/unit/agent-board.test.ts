import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { connectApi } from '../../src/client/connect-api.ts';
import { createAgentBoard } from '../../src/cli/runner/create-agent-board.ts';
import { Away, type AgentBoard } from '../../src/ports.ts';

const CALLS: readonly (readonly [name: string, (board: AgentBoard) => Promise<unknown>])[] = [
  ['beat', (board) => board.beat()],
  ['ready', (board) => board.ready()],
  ['claim', (board) => board.claim(7)],
  ['look', (board) => board.look(7)],
  ['enqueue', (board) => board.enqueue(7, 'a'.repeat(40))],
  ['prove', (board) => board.prove(7, 'a'.repeat(40), 'Done.')],
  ['release', (board) => board.release(7)],
];

/** What an agent sees of a Flotilla in whose stead this answers. */
async function boardWith(answer: (response: ServerResponse) => void): Promise<AgentBoard> {
  const server = createServer((request, response) => {
    request.resume();
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createAgentBoard({
    api: connectApi(url, { authorization: 'Bearer a token' }),
    url,
    agent: 'agent-d',
    projectId: 1,
    role: null,
  });
}

/** What stands for the server says nothing of the task, so a runner must not take it for lost and tidy its work away. */
describe.each(CALLS)('%s of an agent', (_, call) => {
  it.each<[what: string, (response: ServerResponse) => void]>([
    ['was asked too often', (response) => problem(response, 429, 'Too many requests.')],
    ['is not well', (response) => problem(response, 503, 'The database is away.')],
    ['is somebody else', (response) => response.writeHead(404).end('<h1>Not found</h1>')],
    ['hangs up', (response) => response.destroy()],
    [
      'hangs up in the middle',
      (response) => response.writeHead(200, { 'content-length': 100 }).write('{', () => response.destroy()),
    ],
  ])('says that Flotilla is away when it %s', async (_what, answer) => {
    await expect(call(await boardWith(answer))).rejects.toBeInstanceOf(Away);
  });
});

describe('a mistake of ours', () => {
  it('is not taken for a server that does not answer', async () => {
    const api = new Proxy({} as ReturnType<typeof connectApi>, {
      get: () => () => {
        throw new TypeError('it is not a function');
      },
    });
    const board = createAgentBoard({ api, url: '', agent: 'agent-d', projectId: 1, role: null });
    await expect(board.beat()).rejects.toThrow(TypeError);
  });
});

function problem(response: ServerResponse, status: number, detail: string): void {
  response
    .writeHead(status, { 'content-type': 'application/problem+json' })
    .end(JSON.stringify({ type: 'about:blank', title: 'No', status, detail }));
}
