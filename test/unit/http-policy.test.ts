import Fastify from 'fastify';
import { expect, it } from 'vitest';
import { SCOPES, type ApiToken, type Scope } from '../../src/core/model/api-token.ts';
import type { AgentId, AssignmentId, EntryId, ProjectId, TaskId } from '../../src/core/model/ids.ts';
import type { AssignmentView, EntryDetail } from '../../src/ports.ts';
import type { ProjectSummary } from '../../src/core/progress/summary.ts';
import type { Actor } from '../../src/core/model/actor.ts';
import type { People } from '../../src/http/people/people-deps.ts';
import { guard, type GuardedRoute } from '../../src/http/guard.ts';
import { noApi } from '../support/no-api.ts';
import { agentView, laneView, taskView } from '../support/views.ts';
import { startServer } from './http-support.ts';

const ADMIN_TOKEN = 'admin token of the tests';
const METRICS_TOKEN = 'metrics token of the tests';
const OWN = 7 as ProjectId;
const OTHERS = 8 as ProjectId;

const TASK = taskView(OWN, {
  id: 12 as TaskId,
  status: 'in_progress',
  percent: 40,
  verified: 10,
  holder: { agent: 'agent-d', until: new Date(0), fence: 1 },
  pull: 9,
});
const LANE = laneView(OWN);
const ENTRY: EntryDetail = {
  id: OWN as number as EntryId,
  projectId: OWN,
  laneId: LANE.id,
  branch: LANE.branch,
  pull: 9,
  sync: null,
  issue: 4,
  head: 'a'.repeat(40),
  state: 'queued',
  held: false,
  leavingBy: null,
  requester: 'agent-d[bot]',
  how: 'auto',
  attempt: 0,
  candidate: null,
  landed: null,
  reason: null,
  queuedAt: new Date(0),
  testingSince: null,
  endedAt: null,
};
const ASSIGNMENT: AssignmentView = {
  id: OWN as number as AssignmentId,
  projectId: OWN,
  taskId: TASK.id,
  issue: 4,
  agent: 'agent-d',
  status: 'active',
  fence: 1,
  since: new Date(0),
  expiresAt: new Date(0),
  endedAt: null,
};
const PROJECT = { id: OWN, projectId: OWN, repository: 'acme/fleet', state: 'active', configError: null };
const CONFIG = {
  projectId: OWN,
  repository: 'acme/fleet',
  blob: null,
  seen: null,
  error: null,
  config: null,
};
const PROGRESS = { tasks: 2, done: 1, hours: 4, doneHours: 2, claimed: 55, verified: 50 };
const SUMMARY: ProjectSummary = {
  progress: PROGRESS,
  velocity: { hoursPerDay: 1, multiplier: 0.125, days: 2 },
  eta: null,
  hits: null,
  epics: [],
};
const AGENT = agentView(OWN, { id: 3 as AgentId });

const BRIEF = {
  issue: 4,
  status: 'in_progress',
  standing: 'approved',
  texts: [],
  epic: null,
  standsFor: null,
  holder: null,
  dependencies: [],
  waitsFor: [],
  gates: [],
  protectedPaths: [],
  push: { branch: null, base: null },
  pull: null,
  next: 'wait',
  words: 'a brief',
} as const;

function token(scope: Scope): ApiToken {
  return {
    id: 1,
    name: scope,
    scope,
    project: { id: OWN, repository: 'acme/fleet' },
    agent: scope === 'agent' ? { id: OWN as number as AgentId, name: 'agent-d' } : null,
    createdAt: new Date(0),
    expiresAt: new Date(0),
    revokedAt: null,
    lastUsedAt: null,
  };
}

/** What GitHub's rights give somebody who signed in; what concerns all projects is nobody's that way. */
const PERSON_SCOPES = SCOPES.filter((scope) => scope !== 'admin');
/** Who signed in, on a page of this server and on one of somebody else. */
const PEOPLE = [...PERSON_SCOPES, 'operator'].flatMap((who) => [`person ${who}`, `forged ${who}`]);

/** People of project 7, whose cookie names their scope. */
function people(scopeOf: (text: string) => Scope | undefined): People {
  const nobody = () => Promise.reject(new Error('nobody signs in here'));
  const person: Actor = { id: 5, login: 'mona', isBot: false, role: 'writer', agents: [] };
  return {
    origin: null,
    withGitHub: null,
    useLink: nobody,
    end: async () => {},
    whoIs: async () => null,
    meet: async (text) => {
      const scope = scopeOf(text);
      if (text === 'operator')
        return { scope: 'admin', project: null, agent: null, token: { id: -2, name: 'operator' } };
      return scope ? { scope, project: OWN, agent: null, token: { id: -1, name: 'mona' }, person } : null;
    },
  };
}

/** What shows `shown` to the server at `url`. */
function headersOf(shown: string | null, url: string): Readonly<Record<string, string>> {
  const [kind, scope] = /^(person|forged) (.*)$/.exec(shown ?? '')?.slice(1) ?? [];
  if (shown === null) return {};
  if (kind === undefined) return { authorization: `Bearer ${shown}` };
  return {
    cookie: `flotilla-session=${scope}`,
    origin: kind === 'person' ? url : 'https://evil.example.com',
  };
}

/** Each project has one object of each kind, whose id is the project's. `project`: what the caller reaches; null: all. */
function within<T extends { readonly projectId: ProjectId }>(
  project: ProjectId | null,
  id: number,
  own: T,
): T | null {
  const exists = id === OWN || id === OTHERS;
  return exists && (project === null || project === id)
    ? { ...own, id, projectId: id as ProjectId, ...('taskId' in own ? { taskId: id } : {}) }
    : null;
}

/** A server that knows one token per scope, all of project 7; both projects have progress, and an object of each kind. */
async function start() {
  const { server, url } = await startServer({
    adminToken: ADMIN_TOKEN,
    hardening: { perToken: 1_000_000, perAddress: 1_000_000 },
    metricsToken: METRICS_TOKEN,
    people: people((text) => PERSON_SCOPES.find((scope) => scope === text)),
    tokens: { meet: async (text) => (SCOPES.includes(text as Scope) ? token(text as Scope) : null) },
    catalog: {
      ...noApi.catalog,
      task: async (project, id) => within(project, id, TASK),
      agent: async (project, id) => within(project, id, AGENT),
      assignment: async (project, id) => within(project, id, ASSIGNMENT),
      entry: async (project, id) => within(project, id, ENTRY),
      projects: async (project) => [OWN, OTHERS].flatMap((id) => within(project, id, PROJECT) ?? []),
      config: async (id) => within(id, id, CONFIG),
      lanes: async (project) => [OWN, OTHERS].flatMap((id) => within(project, id, LANE) ?? []),
    },
    heartbeat: async () => [],
    progress: {
      known: async () => true,
      snapshot: async () => true,
      summary: async () => SUMMARY,
      history: async () => [],
    },
    brief: async () => BRIEF,
    // Each token is of one project, as its number says.
    apiTokens: {
      create: async () => ({ ok: true, value: { token: token('read'), text: 'flt_' } }),
      list: async () =>
        [OWN, OTHERS].map((id) => ({ ...token('read'), id, project: { id, repository: 'acme/fleet' } })),
      revoke: async () => true,
    },
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
  '/api/lanes',
  '/api/entries',
  '/api/git/branches',
  '/api/epics',
  '/api/forecasts',
  '/api/progress/agents',
  '/api/effects',
  '/api/activity',
]);

/** What a write has to say; `project`: whose things it is about. */
function bodyOf(route: string, project: ProjectId): object | null {
  const command = /^POST \/api\/(?:tasks|lanes|agents)\/:id\/(\w+)$/.exec(route)?.[1];
  switch (command ?? route) {
    case 'assign':
    case 'handoff':
      return { to: 'agent-e' };
    case 'progress':
    case 'PATCH /api/tasks/:id/progress':
      return { percent: 10 };
    case 'estimate':
      return { hours: 3 };
    case 'priority':
      return { priority: 'high' };
    case 'depends':
    case 'undepends':
      return { on: ['#3'] };
    case 'block':
    case 'fail':
    case 'pause':
    case 'deactivate':
      return { reason: 'the staging database is down' };
    case 'evidence':
      return { type: 'research', ref: 'https://example.com/a' };
    case 'POST /api/git/evidence':
      return { task_id: project, type: 'research', ref: 'https://example.com/a' };
    case 'POST /api/assignments':
      return { task_id: project };
    case 'PATCH /api/assignments/:id/progress':
      return { percent: 10 };
    case 'PATCH /api/tasks/:id/git':
      return { pull: 9 };
    case 'POST /api/entries':
      return { projectId: project, pull: 9 };
    case 'POST /api/tokens':
      return { name: 'a token', scope: 'read', repository: 'acme/fleet' };
    case 'POST /api/progress/snapshot':
    case 'POST /api/tasks/next':
      return { projectId: project };
    case 'POST /mcp':
      return { jsonrpc: '2.0', id: 1, method: 'tools/list' };
    default:
      return null;
  }
}

/** Whose ids are no project's. */
const OF_ALL = ['/api/deliveries/', '/api/effects/'];

/** How each route names a project, by its own number or by that of one of its things; else it concerns all of them. */
function addressed(method: string, url: string, project: ProjectId) {
  const ofAll = OF_ALL.some((path) => url.startsWith(path));
  const path = url
    .replace(':projectId', String(project))
    .replace(':issue', '12')
    .replace(':guid', 'g-1')
    .replace(':id', ofAll ? '1' : String(project))
    .replace(':task_id', String(project));
  const said = bodyOf(`${method} ${url}`, project);
  const body = said && JSON.stringify(said);
  const named = !ofAll && (/:projectId|:id|:task_id/.test(url) || /projectId|task_id/.test(body ?? ''));
  return BY_QUERY.has(url)
    ? { path: `${path}?projectId=${project}`, body, named: true }
    : { path, body, named };
}

it('every route lets in whom its policy names, and nobody else, own and other’s projects', async () => {
  const { routes, url } = await start();
  const api = routes.filter(({ policy }) => policy !== 'public' && policy !== 'ticket');
  expect(api.length).toBeGreaterThanOrEqual(75);
  const wrong: string[] = [];
  for (const route of api) {
    const all = [null, 'unknown', 'person unknown', ...PEOPLE, ...SCOPES, METRICS_TOKEN, ADMIN_TOKEN];
    const asked = all.flatMap((shown) => [OWN, OTHERS].map((project) => misfit(url, route, shown, project)));
    wrong.push(...(await Promise.all(asked)).filter((one) => one !== null));
  }
  expect(wrong).toEqual([]);
}, 120_000);

/** What is wrong with an answer; null: nothing. */
async function misfit(
  url: string,
  { method, url: route, policy }: GuardedRoute,
  shown: string | null,
  project: ProjectId,
): Promise<string | null> {
  const { path, body, named } = addressed(method, route, project);
  const answer = await fetch(url + path, {
    method,
    headers: {
      ...headersOf(shown, url),
      // Without it MCP speaks to nobody.
      accept: 'application/json, text/event-stream',
      ...(body === null ? {} : { 'content-type': 'application/json' }),
    },
    body,
  });
  await answer.body?.cancel();
  if (policy === 'metrics' || shown === METRICS_TOKEN) {
    const due = measured(policy, shown);
    return answer.status === due ? null : `${method} ${path} ${shown}: ${answer.status}`;
  }
  const safe = method === 'GET' || method === 'HEAD';
  if (shown?.startsWith('forged') && !safe)
    return answer.status === 403 ? null : `${method} ${path} ${shown}: ${answer.status}`;
  const scope = scopeShown(shown);
  const elsewhere = named && project === OTHERS && !isOperator(shown);
  const expected = expectedOf(scope, policy as Scope, elsewhere);
  const seen = answer.status === 401 || answer.status === 403 ? answer.status : answer.status < 300;
  // Nothing is there to redrive, which only who may redrive is told.
  const missing = answer.status === 404 && route.endsWith('/redrive') && expected === true;
  // Only an agent's own token acts as one.
  const noAgent = answer.status === 400 && /\/(heartbeat|register)$/.test(route) && expected === true;
  return seen === expected || missing || noAgent ? null : `${method} ${path} ${shown}: ${answer.status}`;
}

/** What the caller may do; undefined: nobody knows them. */
function scopeShown(shown: string | null): Scope | undefined {
  const named = shown?.replace(/^(person|forged) /, '');
  return isOperator(shown) ? 'admin' : SCOPES.find((one) => one === named);
}

/** By the operator's own token, or signed in by the operator's link: all projects. */
function isOperator(shown: string | null): boolean {
  return shown === ADMIN_TOKEN || /^(person|forged) operator$/.test(shown ?? '');
}

/** What is measured is of all projects, and who may only scrape may do nothing else. */
function measured(policy: GuardedRoute['policy'], shown: string | null): number {
  if (policy === 'metrics' && (isOperator(shown) || shown === METRICS_TOKEN)) return 200;
  return scopeShown(shown) === undefined ? 401 : 403;
}

/** A status; true: let in; false: as if there were no such project. */
function expectedOf(scope: Scope | undefined, policy: Scope, elsewhere: boolean): number | boolean {
  if (scope === undefined) return 401;
  if (SCOPES.indexOf(scope) < SCOPES.indexOf(policy)) return 403;
  return !elsewhere;
}

it('no route can be added that does not say who may use it', () => {
  const app = Fastify();
  guard(app, { adminToken: null, ...noApi }, []);
  expect(() => app.get('/odd', () => 'open')).toThrow('GET /odd does not say who may use it');
});

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

it('only the signed webhooks, health, signing in and the status page are for everybody', async () => {
  const { routes } = await start();
  const open = routes
    .filter(({ policy }) => policy === 'public')
    .map(({ method, url }) => `${method} ${url}`);
  expect(open.filter((route) => !route.startsWith('HEAD'))).toEqual([
    'POST /api/github/webhooks',
    'GET /openapi.json',
    'GET /asyncapi.json',
    'GET /health',
    'GET /ready',
    'GET /auth/login',
    'GET /auth/callback',
    'GET /auth/link',
    'POST /auth/logout',
    'GET /auth/me',
    'GET /',
  ]);
  // Every message on it is in the tests of its own.
  expect(routes.filter(({ policy }) => policy === 'ticket').map(({ url }) => url)).toEqual(['/ws']);
});
