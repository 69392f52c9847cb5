import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SCOPES, type ApiToken } from '../../core/model/api-token.ts';
import type { Caller } from '../../core/model/caller.ts';
import { reaches } from '../../core/reaches.ts';
import { tokenRefusal } from '../../core/words/token-refusal.ts';
import { HttpProblem } from '../http-problem.ts';
import type { ApiDeps } from './api-deps.ts';
import { id, line } from './fields.ts';
import { Token } from './operation-schemas.ts';
import { COMMAND_REFUSALS, REFUSALS } from './refusals.ts';

const config = { policy: 'admin' } as const;
const tags = ['tokens'];

/** `/api/tokens...`, as `flotilla token`. A token that is for one project makes, shows and revokes that project's only. */
export function tokenRoutes({
  apiTokens,
  catalog,
}: Pick<ApiDeps, 'apiTokens' | 'catalog'>): FastifyPluginAsyncZod {
  async function seen(caller: Caller | null): Promise<readonly ApiToken[]> {
    const all = await apiTokens.list();
    return all.filter(({ project }) => (project ? reaches(caller, project.id) : caller?.project === null));
  }

  return async function routes(scope) {
    const list = {
      summary: 'Tokens, the newest first; none of their texts, which nobody has any more',
      tags,
      querystring: z.strictObject({}),
      response: { 200: z.object({ items: z.array(Token) }), ...REFUSALS },
    };
    scope.get('/api/tokens', { config, schema: list }, async ({ caller }) => ({
      items: [...(await seen(caller))],
    }));

    const create = {
      summary: 'Make a token; its text is in this answer and nowhere else',
      tags,
      body: z.strictObject({
        name: line(100),
        scope: z.enum(SCOPES),
        repository: line(200).optional().describe('`owner/name`'),
        agent: line(100).optional(),
        days: z.int().min(1).max(3_650).default(90),
      }),
      response: { 201: z.object({ token: Token, text: z.string() }), ...COMMAND_REFUSALS },
    };
    scope.post(
      '/api/tokens',
      { config: { ...config, secretAnswer: true }, schema: create },
      async ({ caller, body }, reply) => {
        const { name, scope: wanted, days, agent = null } = body;
        const repository = await repositoryFor(caller, body.repository ?? null);
        const made = await apiTokens.create({ name, scope: wanted, repository, agent, days });
        if (!made.ok) throw new HttpProblem(409, tokenRefusal(made.error), { reason: made.error.kind });
        return reply.code(201).send({ token: made.value.token, text: made.value.text });
      },
    );

    const revoke = {
      summary: 'Revoke a token; it opens nothing from now on',
      tags,
      params: z.strictObject({ id }),
      response: { 200: z.object({ revoked: z.int() }), ...REFUSALS },
    };
    scope.delete('/api/tokens/:id', { config, schema: revoke }, async ({ caller, params }) => {
      const known = (await seen(caller)).some((one) => one.id === params.id);
      if (known && (await apiTokens.revoke(params.id))) return { revoked: params.id };
      throw new HttpProblem(404, `There is no token ${params.id} that could be revoked.`);
    });
  };

  /** Whoever reaches one project only makes tokens for that one. */
  async function repositoryFor(caller: Caller | null, asked: string | null): Promise<string | null> {
    if (caller === null || caller.project === null) return asked;
    const [own] = await catalog.projects(caller.project);
    const repository = own?.repository ?? '';
    if (asked === null || asked.toLowerCase() === repository.toLowerCase()) return repository;
    throw new HttpProblem(403, `This token is for ${repository} only.`, { reason: 'other_project' });
  }
}
