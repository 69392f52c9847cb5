import { expect } from 'vitest';
import type { Scope } from '../../src/core/model/api-token.ts';
import { apiTokens } from '../../src/db/api-tokens.ts';
import { createAjv } from '../github/descriptions/create-ajv.ts';
import { mediaOf } from './media-of.ts';
import type { World } from './world.ts';

export interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}
type Method = 'get' | 'post' | 'patch';

export interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What the test looks at in an answer. */
interface Body {
  readonly detail: string;
  readonly message: string | null;
  readonly reason?: string;
  readonly expiresAt?: string | null;
  readonly items: readonly { readonly id: number; readonly issue: number; readonly kind: string }[];
  readonly next: number | null;
}

/** What a program sees that has a token for reading, or an agent's, and knows nothing but `/openapi.json`. */
export async function apiClient(
  world: World,
  agent: string | null = null,
  scope: Scope = agent === null ? 'read' : 'agent',
) {
  const { url } = world.app;
  const made = await apiTokens(world.database.pool).create({
    name: agent ?? scope,
    scope,
    repository: null,
    agent,
    days: 1,
  });
  if (!made.ok || url === null) throw new Error('there is no token');
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const ajv = createAjv();
  ajv.addSchema({ ...document, $id: 'openapi' });
  const headers = { authorization: `Bearer ${made.value.text}` };

  /** Asks, and holds the answer to the document. */
  async function ask(method: Method, path: string, at: string, said?: object) {
    const answer = await fetch(url + path, {
      method: method.toUpperCase(),
      headers: { ...headers, ...(said ? { 'content-type': 'application/json' } : {}) },
      body: said ? JSON.stringify(said) : null,
    });
    const body: unknown = await answer.json();
    const pointer = `#/paths/${at.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${answer.status}`;
    const media = mediaOf(answer);
    expect(media).toBe(answer.ok ? 'application/json' : 'application/problem+json');
    const validate = ajv.getSchema(
      `openapi${encodeURI(`${pointer}/content/${media.replace('/', '~1')}/schema`)}`,
    );
    if (!validate) throw new Error(`the document says nothing of ${answer.status} as ${media} at ${at}`);
    expect(validate(body) ? [] : validate.errors, `${path}: ${JSON.stringify(body)}`).toEqual([]);
    return { status: answer.status, body: body as Body };
  }
  const get = (path: string, at = path) => ask('get', path, at);
  const post = (path: string, at = path, said?: object) => ask('post', path, at, said);
  const patch = (path: string, at: string, said: object) => ask('patch', path, at, said);
  return { document, get, post, patch, url, token: made.value.text };
}
