import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import type { TwinRepository } from './people/twin-repository.ts';
import { startGitHub, type SimulatedGitHub } from './start-github.ts';

/** A simulated GitHub with `acme/demo`, an App installed there, and a server that keeps the webhooks sent to it. */
export interface Demo {
  readonly github: SimulatedGitHub;
  readonly repo: TwinRepository;
  readonly app: Octokit;
  /** In the order in which they came. */
  readonly received: readonly Received[];
  /** The status with which webhooks are answered. */
  answerWith: number;
  close(): Promise<void>;
}

interface Received {
  readonly event: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export const at = { owner: 'acme', repo: 'demo' };
export const updateRefs = `mutation($id: ID!, $updates: [RefUpdate!]!) {
  updateRefs(input: { repositoryId: $id, refUpdates: $updates }) { clientMutationId }
}`;

const nothing = (): void => undefined;
export const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export async function openDemo(): Promise<Demo> {
  const received: Received[] = [];
  const github = await startGitHub();
  const sink = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { headers } = request;
      received.push({
        event: String(headers['x-github-event']),
        headers,
        body: Buffer.concat(chunks).toString(),
      });
      response.writeHead(demo.answerWith).end();
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const address = sink.address();
  github.webhookUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`;
  const files = { 'README.md': 'one\n', '.github/workflows/ci.yml': 'on: push\n' };
  const repo = await github.createRepository({ name: 'demo', files, collaborators: { maria: 'maintain' } });
  const { id: installationId } = github.install(repo);
  const auth = { appId: github.appId, privateKey: github.privateKey, installationId };
  const app = new Octokit({ baseUrl: github.url, authStrategy: createAppAuth, auth, log: silent });
  const demo: Demo = {
    github,
    repo,
    app,
    received,
    answerWith: 202,
    async close() {
      await github.close();
      await new Promise<void>((resolve) => {
        sink.close(() => resolve());
        sink.closeAllConnections();
      });
    },
  };
  return demo;
}
