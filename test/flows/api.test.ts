import * as fc from 'fast-check';
import { describe, expect } from 'vitest';
import { apiTokens } from '../../src/db/api-tokens.ts';
import { createAjv } from '../github/descriptions/create-ajv.ts';
import { task } from '../support/know.ts';
import { openTask, say } from '../support/talk.ts';
import { claimed } from '../support/work.ts';
import { it, type World } from '../support/world.ts';

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly responses: Readonly<Record<string, { content?: { 'application/json'?: { schema: object } } }>>;
}
interface OpenApi {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What the test looks at in an answer. */
interface Body {
  readonly items: readonly { readonly id: number; readonly issue: number; readonly kind: string }[];
  readonly next: number | null;
}

/** What a program sees that has a token for reading, and knows nothing but `/openapi.json`. */
async function client(world: World) {
  const { url } = world.app;
  const made = await apiTokens(world.database.pool).create({
    name: 'reader',
    scope: 'read',
    repository: null,
    agent: null,
    days: 1,
  });
  if (!made.ok || url === null) throw new Error('there is no token');
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi;
  const ajv = createAjv();
  ajv.addSchema({ ...document, $id: 'openapi' });
  const headers = { authorization: `Bearer ${made.value.text}` };

  /** Asks, and holds the answer to the document. */
  async function get(path: string, at = path): Promise<{ readonly status: number; readonly body: Body }> {
    const answer = await fetch(url + path, { headers });
    const body: unknown = await answer.json();
    const pointer = `#/paths/${at.replaceAll('~', '~0').replaceAll('/', '~1')}/get/responses/${answer.status}`;
    const media = encodeURI(`${pointer}/content/application~1json/schema`);
    const validate = ajv.getSchema(`openapi${media}`);
    if (!validate) throw new Error(`the document says nothing of ${answer.status} at ${at}`);
    expect(validate(body) ? [] : validate.errors, `${path}: ${JSON.stringify(body)}`).toEqual([]);
    return { status: answer.status, body: body as Body };
  }
  return { document, get, url };
}

describe('the API', () => {
  it('shows what the document says, to a program that knows no more', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const issue = await claimed(world);
    const other = await openTask(world, { title: 'Write the printer' });
    await say(world, issue, world.agentD, '/evidence research https://example.com/a a page');
    const { get } = await client(world);

    const all = await get('/api/tasks');
    expect(all.body).toMatchObject({
      items: [
        { issue: issue.number, status: 'in_progress', holder: { agent: 'agent-d' }, epic: '1' },
        { issue: other.number, status: 'pending', holder: null },
      ],
      next: null,
    });
    const [first] = all.body.items;
    const id = first?.id ?? 0;
    const issues = async (query: string) =>
      (await get(`/api/tasks?${query}`, '/api/tasks')).body.items.map((one) => one.issue);
    expect(await issues('status=pending')).toEqual([other.number]);
    expect(await issues('holder=agent-d&epic=1')).toEqual([issue.number]);
    expect(await issues('search=PRINT')).toEqual([other.number]);
    expect((await get('/api/tasks?limit=1', '/api/tasks')).body.next).toBe(id);
    expect(await issues(`limit=1&cursor=${id}`)).toEqual([other.number]);

    expect((await get(`/api/tasks/${id}`, '/api/tasks/{id}')).body).toMatchObject({ issue: issue.number });
    const history = await get(`/api/tasks/${id}/history`, '/api/tasks/{id}/history');
    expect(history.body.items.map(({ kind }) => kind)).toContain('task.claimed');
    expect((await get(`/api/git/evidence/${id}`, '/api/git/evidence/{task_id}')).body).toMatchObject({
      items: [{ type: 'research', grade: 'claimed', summary: 'as its agent says: a page' }],
    });
    expect((await get('/api/tasks/ready/list')).body).toMatchObject({ items: [{ issue: other.number }] });
    expect((await get('/api/agents')).body).toMatchObject({
      items: [
        { name: 'agent-d', health: 'healthy', claims: 1 },
        { name: 'agent-e', health: 'unknown' },
      ],
    });
    expect((await get('/api/assignments?status=active', '/api/assignments')).body).toMatchObject({
      items: [{ issue: issue.number, agent: 'agent-d', status: 'active' }],
    });
    expect((await get('/api/git/merge-queue')).body).toMatchObject({
      items: [{ branch: 'epic-1/repositories', paused: null, entries: [] }, {}],
    });
    expect((await get('/api/projects')).body).toMatchObject({ items: [{ repository: 'acme/fleet' }] });
    expect((await get('/api/activity')).body.items.length).toBeGreaterThan(2);
    expect(await get('/api/tasks?sttaus=done', '/api/tasks')).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'query', message: 'Unrecognized key: "sttaus"' }] },
    });
    expect(await get('/api/tasks/99', '/api/tasks/{id}')).toMatchObject({ status: 404 });
    expect(await task(world, issue)).toMatchObject({ status: 'in_progress' });
  });

  it('breaks for nothing that anybody asks, and says what is wrong with it', async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await claimed(world);
    const { document, get } = await client(world);
    const routes = Object.entries(document.paths).filter(([, { get: read }]) => read && isDescribed(read));
    expect(routes.length).toBeGreaterThanOrEqual(11);
    const value = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.integer().map(String),
      fc.constantFrom(
        '1',
        '0',
        '-1',
        '1e3',
        'true',
        'done',
        'active',
        '\u0000',
        '9007199254740993',
        "'; drop table tasks --",
      ),
    );
    const question = fc.constantFrom(...routes).chain(([path, { get: read }]) =>
      fc.tuple(
        fc.constant(path),
        fc.array(fc.tuple(fc.constantFrom(...names(read), 'other'), value), { maxLength: 4 }),
        value.filter((text) => text.length > 0 && !/^\.+$/.test(text)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(question, async ([path, query, given]) => {
        const asked = path.replace(/\{\w+\}/, encodeURIComponent(given));
        const { status } = await get(`${asked}?${new URLSearchParams(query).toString()}`, path);
        expect(status).toBeLessThan(500);
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 100) },
    );
  });
});

function names(read: Operation | undefined): readonly string[] {
  return (read?.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name);
}

/** Routes from before the document say nothing of their answers. */
function isDescribed(read: Operation): boolean {
  return read.responses['200']?.content !== undefined;
}
