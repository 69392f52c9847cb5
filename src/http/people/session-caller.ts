import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../../core/model/caller.ts';
import type { ProjectId } from '../../core/model/ids.ts';
import { problem } from '../problem.ts';
import { cookieOf } from './cookies.ts';
import { isOwnPage } from './is-own-page.ts';
import type { People } from './people-deps.ts';

const SAFE = new Set(['GET', 'HEAD']);
const WHICH = 'There are several projects: say which with X-Flotilla-Project. GET /auth/me lists them.';
const FORGED = 'A sign-in changes things only from pages of this server; programs use a token.';

/** Who signed in, or what was answered instead; null: nobody. */
export async function sessionCaller(
  people: People,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Caller | FastifyReply | null> {
  const text = cookieOf(request, people, 'session');
  if (text === null) return null;
  if (!SAFE.has(request.method) && !isOwnPage(request, people)) return problem(reply, 403, FORGED);
  const named = request.headers['x-flotilla-project'];
  const about = /^[1-9]\d{0,14}$/.test(String(named)) ? (Number(named) as ProjectId) : null;
  const met = await people.meet(text, about);
  return met === 'which' ? problem(reply, 400, WHICH) : met;
}
