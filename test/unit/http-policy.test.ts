import { expect, it } from 'vitest';
import { SCOPES, type ApiToken, type Scope } from '../../src/core/model/api-token.ts';
import type { AgentId, ProjectId, TaskId } from '../../src/core/model/ids.ts';
import type { AgentView, TaskView } from '../../src/ports.ts';
import { noApi } from '../support/no-api.ts';
import { startServer } from './http-support.ts';

const ADMIN_TOKEN = 'admin token of the tests';
const OWN = 7 as ProjectId;
const OTHERS = 8 as ProjectId;

const TASK: TaskView = {
  id: 12 as TaskId,
  projectId: OWN,
  issue: 4,
  title: 'Write the parser',
  status: 'in_progress',
  epic: '1',
  priority: 50,
  estimateHours: 2.5,
  percent: 40,
  verified: 10,
  held: false,
  blockedReason: null,
  holder: { agent: 'agent-d', until: new Date(0), fence: 1 },
  pull: null,
  labels: ['epic:1'],
  createdAt: new Date(0),
  doneAt: null,
};
const AGENT: AgentView = {
  id: 3 as AgentId,
  projectId: OWN,
  name: 'agent-d',
  account: 'agent-d[bot]',
  role: null,
  person: false,
  active: true,
  health: 'healthy',
  lastSeenAt: new Date(0),
  claims: 1,
  maxClaims: 1,
};

function token(scope: Scope): ApiToken {
  return {
    id: 1,
    name: scope,
    scope,
    project: { id: OWN, repository: 'acme/fleet' },
    agent: scope === 'agent' ? { id: 3 as AgentId, name: 'agent-d' } : null,
    createdAt: new Date(0),
    expiresAt: new Date(0),
    revokedAt: null,
    lastUsedAt: null,
  };
}

/** A server that knows one token per scope, all of project 7; both projects have a task 12 and progress. */
async function start() {
  const { server, url } = await startServer({
    adminToken: ADMIN_TOKEN,
    tokens: { meet: async (text) => (SCOPES.includes(text as Scope) ? token(text as Scope) : null) },
    catalog: {
      ...noApi.catalog,
      task: async (project) => (project === null || project === OWN ? TASK : null),
      agent: async (project) => (project === null || project === OWN ? AGENT : null),
    },
    heartbeat: async () => [],
    progress: {
      known: async () => true,
      snapshot: async () => true,
      summary: async () => ({}) as never,
      history: async () => [],
    },
    brief: async () => ({ words: 'a brief' }) as never,
  });
  return { routes: server.routes, url };
}

/** Lists of one project, or of all that the token reaches. */
const BY_QUERY = new Set([
  '/api/progress/summary',
  '/api/tasks',
  '/api/tasks/ready/list',
  '/api/agents',
  '/api/assignments',
  '/api/git/merge-queue',
  '/api/activity',
]);

/** How each route names a project; a route that names none concerns all of them. */
function addressed(url: string, project: ProjectId): { path: string; body: string | null; named: boolean } {
  const path = url
    .replace(':projectId', String(project))
    .replace(':issue', '12')
    .replace(':guid', 'g-1')
    .replace(':id', '1')
    .replace(':task_id', '1');
  if (BY_QUERY.has(url)) return { path: `${path}?projectId=${project}`, body: null, named: true };
  if (url === '/api/progress/snapshot')
    return { path, body: JSON.stringify({ projectId: project }), named: true };
  return { path, body: null, named: url.includes(':projectId') };
}

it('every route lets in whom its policy names, and nobody else, own and other’s projects', async () => {
  const { routes, url } = await start();
  const api = routes.filter(({ policy }) => policy !== 'public');
  expect(api.length).toBeGreaterThanOrEqual(25);
  const wrong: string[] = [];
  for (const { method, url: route, policy } of api) {
    for (const shown of [null, 'unknown', ...SCOPES, ADMIN_TOKEN]) {
      for (const project of [OWN, OTHERS]) {
        const { path, body, named } = addressed(route, project);
        const answer = await fetch(url + path, {
          method,
          headers: {
            ...(shown === null ? {} : { authorization: `Bearer ${shown}` }),
            ...(body === null ? {} : { 'content-type': 'application/json' }),
          },
          body,
        });
        const scope = shown === ADMIN_TOKEN ? 'admin' : SCOPES.find((one) => one === shown);
        const expected = expectedOf(
          scope,
          policy as Scope,
          named && project === OTHERS && shown !== ADMIN_TOKEN,
        );
        const seen = answer.status === 401 || answer.status === 403 ? answer.status : answer.status < 300;
        // Nothing is there to redrive, which only who may redrive is told.
        const missing = answer.status === 404 && route.endsWith('/redrive') && expected === true;
        // Only an agent's own token acts as one.
        const noAgent = answer.status === 400 && route.endsWith('/heartbeat') && expected === true;
        if (seen !== expected && !missing && !noAgent)
          wrong.push(`${method} ${path} ${shown}: ${answer.status}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

/** A status; true: let in; false: as if there were no such project. */
function expectedOf(scope: Scope | undefined, policy: Scope, elsewhere: boolean): number | boolean {
  if (scope === undefined) return 401;
  if (SCOPES.indexOf(scope) < SCOPES.indexOf(policy)) return 403;
  return !elsewhere;
}

it('says which scope is missing, and how to get a token', async () => {
  const { url } = await start();
  const ask = async (shown: string | null) => {
    const headers = shown === null ? {} : { authorization: `Bearer ${shown}` };
    const answer = await fetch(`${url}/api/deliveries/dead`, { headers });
    return ((await answer.json()) as { detail: string }).detail;
  };
  expect(await ask('read')).toBe(
    'This needs a token of scope admin; the one that was sent is of scope read.',
  );
  expect(await ask(null)).toBe(
    'This needs a token. Send one that is still good as "Authorization: Bearer <token>"; "flotilla token create" makes one.',
  );
});

it('only the signed webhooks, health and the status page are for everybody', async () => {
  const { routes } = await start();
  const open = routes
    .filter(({ policy }) => policy === 'public')
    .map(({ method, url }) => `${method} ${url}`);
  expect(open.filter((route) => !route.startsWith('HEAD'))).toEqual([
    'POST /api/github/webhooks',
    'GET /openapi.json',
    'GET /health',
    'GET /ready',
    'GET /',
  ]);
});
