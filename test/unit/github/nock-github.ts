import { generateKeyPairSync } from 'node:crypto';
import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';
import { createGitHub } from '../../../src/github/create-github.ts';
import type { GitHubOptions } from '../../../src/github/github-options.ts';
import type { RepoRef } from '../../../src/core/model/project.ts';
import type { Clock, GitHub, Log } from '../../../src/ports.ts';
import { sha } from '../../../src/core/model/ids.ts';
import { silentLog } from '../../support/silent-log.ts';

export const API = 'https://github.test/api';
export const REPO: RepoRef = { installationId: 3, owner: 'octo', name: 'fleet' };
export const R = '/api/repos/octo/fleet';
export const HEAD = sha('a'.repeat(40));
export const BASE = sha('b'.repeat(40));
export const TREE = sha('c'.repeat(40));
export const OTHER = sha('d'.repeat(40));
export const APP_ID = 77;

const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
});
export const PRIVATE_KEY = privateKey;

/** Cuts the network for each test of the file, and fails on a request nobody foresaw and on one that never came. */
export function useNock(): void {
  let unforeseen: string[] = [];
  const note = (request: { method?: string; path?: string }) => {
    unforeseen.push(`${request.method} ${request.path}`);
  };
  beforeEach(() => {
    unforeseen = [];
    nock.disableNetConnect();
    nock.emitter.on('no match', note);
  });
  afterEach(() => {
    nock.emitter.off('no match', note);
    const pending = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    expect({ unforeseen, pending }).toEqual({ unforeseen: [], pending: [] });
  });
}

/** GitHub for one installation that gets its token. */
export function connected(options: { clock?: Clock; log?: Log } = {}): { github: GitHub; api: nock.Scope } {
  return { github: unconnected(options), api: nockAnswers() };
}

/** Where a test says what GitHub answers to our token. */
export function nockAnswers(): nock.Scope {
  expectToken();
  return nock('https://github.test').matchHeader('authorization', 'token secret-token');
}

/** The same without the answer to the token request. */
export function unconnected(options: Partial<GitHubOptions> = {}): GitHub {
  return createGitHub({ appId: APP_ID, privateKey: PRIVATE_KEY, baseUrl: API, log: silentLog, ...options });
}

/** Answers one token request. */
export function expectToken(): void {
  nock('https://github.test')
    .matchHeader('authorization', /^bearer /)
    .post('/api/app/installations/3/access_tokens')
    .reply(201, {
      token: 'secret-token',
      expires_at: new Date(Date.now() + 3_600_000).toISOString(),
      permissions: {},
      repository_selection: 'all',
    });
}

/** The next GraphQL request; answers its variables and text once it came. */
export function graphql(
  api: nock.Scope,
  answer: object,
  status = 200,
): { query: string; variables: Record<string, unknown> } {
  const seen = { query: '', variables: {} };
  api.post('/api/graphql', (body) => Object.assign(seen, body) && true).reply(status, answer);
  return seen;
}
