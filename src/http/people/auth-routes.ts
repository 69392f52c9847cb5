import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { SCOPES } from '../../core/model/api-token.ts';
import { Problem } from '../api/refusals.ts';
import { problem } from '../problem.ts';
import { cookieOf, setCookie } from './cookies.ts';
import { isOwnPage } from './is-own-page.ts';
import type { People, PeopleDeps } from './people-deps.ts';

const Me = z
  .object({
    login: z.string().nullable().describe('At GitHub; null: the operator.'),
    projects: z.array(z.object({ id: z.int(), repository: z.string(), scope: z.enum(SCOPES) })).readonly(),
  })
  .meta({ id: 'Me' });

const config = { policy: 'public' } as const;
const tags = ['people'];
const sent = z.undefined();
const SCHEMAS = {
  login: {
    summary: 'Sends a browser to GitHub to sign in',
    tags,
    response: { 302: sent.describe('To GitHub.'), 404: Problem },
  },
  callback: {
    summary: 'Where GitHub sends it back to',
    tags,
    querystring: z.object({
      code: z.string().optional(),
      state: z.string().optional(),
      error: z.string().optional(),
    }),
    response: { 302: sent.describe('Signed in.'), 400: Problem, 403: Problem, 404: Problem },
  },
  link: {
    summary: 'Signs the operator in, by the link that is shown at start',
    tags,
    querystring: z.strictObject({ key: z.string().describe('Good once, and for minutes.') }),
    response: { 302: sent.describe('Signed in.'), 400: Problem, 403: Problem },
  },
  logout: {
    summary: 'Ends a session; for pages of this server',
    tags,
    response: { 303: sent.describe('Signed out.'), 403: Problem },
  },
  me: {
    summary: 'Who is signed in, and which projects they may look at',
    tags,
    response: { 200: Me, 401: Problem },
  },
};
const OFF = 'Nobody signs in with GitHub here: CLIENT_ID and CLIENT_SECRET of the GitHub App are not set.';
const STALE = 'This sign-in was not begun by this browser, or too long ago. Begin again at /auth/login.';
const REFUSED = 'GitHub did not confirm who you are. Begin again at /auth/login.';
const USED = 'This link is good once and for some minutes only. Flotilla prints another one when it starts.';
const NOBODY = 'Nobody is signed in here. Begin at /auth/login.';
const TEXT = /^[\w.-]{1,200}$/;

type Answer = (people: People, request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Signing in: `GET /auth/login`, `GET /auth/callback`, `GET /auth/link`, `POST /auth/logout` and `GET /auth/me`. */
export function authRoutes({ people }: PeopleDeps): (scope: FastifyInstance) => Promise<void> {
  const where = (answer: Answer) => (request: FastifyRequest, reply: FastifyReply) => {
    void reply.header('cache-control', 'no-store');
    return answer(people, request, reply);
  };
  return async function routes(scope) {
    scope.get('/auth/login', { config, schema: SCHEMAS.login }, where(login));
    scope.get('/auth/callback', { config, schema: SCHEMAS.callback }, where(callback));
    scope.get('/auth/link', { config, schema: SCHEMAS.link }, where(link));
    scope.post('/auth/logout', { config, schema: SCHEMAS.logout }, where(logout));
    scope.get('/auth/me', { config, schema: SCHEMAS.me }, where(me));
  };
}

async function login(people: People, _request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (people.withGitHub === null) return problem(reply, 404, OFF);
  const { url, browser } = await people.withGitHub.begin();
  setCookie(reply, people, { name: 'sign-in', value: browser });
  return reply.redirect(url, 302);
}

async function callback(people: People, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (people.withGitHub === null) return problem(reply, 404, OFF);
  const { code, state, error } = request.query as Readonly<Record<string, unknown>>;
  const browser = cookieOf(request, people, 'sign-in');
  setCookie(reply, people, { name: 'sign-in', value: '' });
  // Whoever presses Cancel comes back, too.
  if (error !== undefined) return problem(reply, 403, REFUSED);
  if (browser === null || !isText(code) || !isText(state)) return problem(reply, 400, STALE);
  const ended = await people.withGitHub.finish({ code, state, browser });
  if (ended.kind !== 'in')
    return ended.kind === 'unknown' ? problem(reply, 400, STALE) : problem(reply, 403, REFUSED);
  setCookie(reply, people, { name: 'session', value: ended.text, forSeconds: ended.forSeconds });
  return reply.redirect('/', 302);
}

async function link(people: People, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { key } = request.query as Readonly<Record<string, unknown>>;
  const session = isText(key) ? await people.useLink(key) : null;
  if (session === null) return problem(reply, 403, USED);
  setCookie(reply, people, { name: 'session', value: session.text, forSeconds: session.forSeconds });
  return reply.redirect('/', 302);
}

async function logout(people: People, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (!isOwnPage(request, people)) return problem(reply, 403, 'Sign out on a page of this server.');
  const text = cookieOf(request, people, 'session');
  if (text !== null) await people.end(text);
  setCookie(reply, people, { name: 'session', value: '' });
  return reply.redirect('/', 303);
}

async function me(people: People, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const text = cookieOf(request, people, 'session');
  const who = text === null ? null : await people.whoIs(text);
  return who === null ? problem(reply, 401, NOBODY) : reply.send(who);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && TEXT.test(value);
}
