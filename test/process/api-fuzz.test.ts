import * as fc from 'fast-check';
import { expect } from 'vitest';
import { createAjv } from '../github/descriptions/create-ajv.ts';
import { apiClient } from '../support/api-client.ts';
import { fromSchema, word, type Schema } from '../support/from-schema.ts';
import { mediaOf } from '../support/media-of.ts';
import { claimed, taskWithPull } from '../support/work.ts';
import { ADMIN_TOKEN, it, type World } from '../support/world.ts';

/** `FUZZ_RUNS=20000 npx vitest run --project process test/process/api-fuzz.test.ts`: as many calls as are promised. */
const CALLS = Number(process.env['FUZZ_RUNS'] ?? 2_000);
const AT_ONCE = 8;
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly content?: { readonly 'application/json'?: { readonly schema: Schema } } };
  readonly responses: Readonly<Record<string, { readonly content?: object }>>;
}
interface Call {
  readonly method: string;
  readonly at: string;
  readonly url: string;
  readonly who: string;
  readonly body: string | null;
  readonly type: string;
}

it(
  'breaks for nothing that anybody asks, and lets nobody in who must stay out',
  async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    await claimed(world, { by: world.agentE });
    await taskWithPull(world, { draft: true });
    const { document } = await apiClient(world);
    const tokens = await tokensOf(world);
    const ajv = createAjv();
    ajv.addSchema({ ...document, $id: 'openapi' });
    const operations = Object.entries(document.paths).flatMap(([at, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        at,
        method,
        operation: operation as Operation,
      })),
    );
    const described = new Map(
      operations.map(({ at, method, operation }) => [`${method} ${at}`, operation.responses]),
    );
    expect(operations.length).toBeGreaterThanOrEqual(80);
    const call = fc
      .constantFrom(...operations)
      .chain(({ at, method, operation }) => callOf(at, method, operation, [...tokens.keys()]));
    const calls = fc.sample(call, { numRuns: CALLS, seed: SEED });

    const wrong: string[] = [];
    const seen = new Map<number, number>();
    const routes = new Set<string>();
    async function ask(asked: Call): Promise<void> {
      const { method, at, who, body, type } = asked;
      const token = tokens.get(who) ?? null;
      const answer = await fetch(world.app.url + asked.url, {
        method: method.toUpperCase(),
        redirect: 'manual',
        headers: {
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(body === null ? {} : { 'content-type': type }),
        },
        body,
      });
      const text = await answer.text();
      routes.add(`${method} ${at}`);
      seen.set(answer.status, (seen.get(answer.status) ?? 0) + 1);
      const said = described.get(`${method} ${at}`)?.[String(answer.status)];
      const media = mediaOf(answer);
      const pointer = `#/paths/${at.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}/responses/${answer.status}`;
      const schema = `${pointer}/content/${media.replace('/', '~1')}/schema`;
      const validate = media.endsWith('json') ? ajv.getSchema(`openapi${encodeURI(schema)}`) : undefined;
      const problem =
        // A busy machine may be the reason that it is not ready, and it says so.
        answer.status >= 500 && at !== '/ready'
          ? 'broke'
          : mayNot(at, method, who, answer)
            ? 'let in'
            : !said
              ? 'a status that is not described'
              : media !== (Object.keys(said.content ?? {}).find((one) => one === media) ?? '')
                ? `a type that is not described: ${media}`
                : validate && !validate(JSON.parse(text))
                  ? `not as described: ${JSON.stringify(validate.errors?.slice(0, 2))}`
                  : null;
      if (problem !== null)
        wrong.push(
          `${problem}: ${JSON.stringify(asked).slice(0, 600)} ${answer.status} ${text.slice(0, 300)}`,
        );
    }
    const waiting = [...calls];
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (let next = waiting.pop(); next && wrong.length < 4000; next = waiting.pop()) await ask(next);
      }),
    );
    // eslint-disable-next-line no-console -- What was tried is what this test is run for.
    console.log(
      JSON.stringify({ calls: calls.length, routes: routes.size, answers: Object.fromEntries(seen) }),
    );
    expect(wrong).toEqual([]);
    expect(routes.size).toBe(operations.length);
  },
  60_000 + CALLS * 60,
);

/** Nobody in particular may nothing; who may read changes nothing. */
function mayNot(at: string, method: string, who: string, { ok }: Response): boolean {
  if (!ok || !at.startsWith('/api/')) return false;
  if (who === 'nobody' || who === 'unknown') return true;
  return who === 'read' && method !== 'get' && at !== '/api/ws-tickets';
}

function callOf(
  at: string,
  method: string,
  operation: Operation,
  who: readonly string[],
): fc.Arbitrary<Call> {
  const parameters = operation.parameters ?? [];
  const places = parameters.filter((one) => one.in === 'path');
  const asked = parameters.filter((one) => one.in === 'query');
  const schema = operation.requestBody?.content?.['application/json']?.schema;
  const place = fc.oneof(
    { weight: 3, arbitrary: fc.integer({ min: 1, max: 4 }).map(String) },
    { weight: 1, arbitrary: word.filter((text) => text.length > 0 && !/^\.+$/.test(text)) },
  );
  const query = fc.array(fc.tuple(fc.constantFrom(...asked.map(({ name }) => name), 'other'), word), {
    maxLength: 2,
  });
  return fc.record({
    method: fc.constant(method),
    at: fc.constant(at),
    who: fc.constantFrom(...who),
    url: fc
      .tuple(fc.tuple(...places.map(() => place)), fc.oneof(fc.constant([]), query))
      .map(([values, pairs]) => addressOf(at, method, values, pairs)),
    body: method === 'get' ? fc.constant(null) : bodyOf(schema),
    type: fc.oneof(
      { weight: 19, arbitrary: fc.constant('application/json') },
      { weight: 1, arbitrary: fc.constantFrom('text/plain', 'application/xml', 'json') },
    ),
  });
}

function addressOf(
  at: string,
  method: string,
  values: readonly string[],
  query: readonly (readonly [string, string])[],
): string {
  let index = 0;
  const path = at.replaceAll(/\{\w+\}/g, () => {
    const value = values[index++] ?? '1';
    // The tokens of this test are to live until its end.
    const kept = method === 'delete' && /^\d{1,2}$/.test(value) ? `${value}000` : value;
    return encodeURIComponent(wellFormed(kept));
  });
  const search = new URLSearchParams(
    query.map(([name, value]): [string, string] => [name, wellFormed(value)]),
  ).toString();
  return search === '' ? path : `${path}?${search}`;
}

/** Half a character has no place in an address. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString();
}

function bodyOf(schema: Schema | undefined): fc.Arbitrary<string | null> {
  const odd = fc.oneof(
    fc.constant(null),
    fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
    fc.constantFrom('{', '', '[]', '{"__proto__":1}', `"${'x'.repeat(300 * 1024)}"`),
  );
  if (!schema) return odd;
  const fit = fromSchema(schema).map((value) => JSON.stringify(value));
  return fc.oneof({ weight: 4, arbitrary: fit }, { weight: 1, arbitrary: odd });
}

/** One of each scope, and what opens nothing. */
async function tokensOf(world: World): Promise<ReadonlyMap<string, string | null>> {
  return new Map([
    ['nobody', null],
    ['unknown', `flt_${'x'.repeat(43)}`],
    ['read', (await apiClient(world)).token],
    ['agent', (await apiClient(world, 'agent-d')).token],
    ['maintain', (await apiClient(world, null, 'maintain')).token],
    ['admin', ADMIN_TOKEN],
  ]);
}
