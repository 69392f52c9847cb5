import { readFileSync, writeFileSync } from 'node:fs';
import { isSchema, type JsonSchema } from './json-schema.ts';
import { OPERATIONS } from './operations.ts';
import { structureOf } from './structure-of.ts';

/**
 * Writes `rest.json` from GitHub's own OpenAPI description, which is far too large to depend on:
 *
 *   npm pack @octokit/openapi && tar xzf octokit-openapi-*.tgz package/generated/api.github.com.json
 *   npx tsx test/github/descriptions/generate.ts package/generated/api.github.com.json
 */
function generate(source: string): void {
  const description: JsonSchema = JSON.parse(readFileSync(source, 'utf8'));
  const operations: Record<string, Record<string, JsonSchema | null>> = {};
  for (const operation of OPERATIONS) operations[operation] = answersOf(description, operation);
  const components = reachableFrom(description, operations);
  writeFileSync(new URL('rest.json', import.meta.url), `${JSON.stringify({ operations, components })}\n`);
}

/** Status → schema of the answer, null where the answer has no body. */
function answersOf(description: JsonSchema, operation: string): Record<string, JsonSchema | null> {
  const [method = '', path = ''] = operation.split(' ');
  const described = at(description, 'paths', path, method.toLowerCase(), 'responses');
  if (!isSchema(described)) throw new Error(`GitHub describes no ${operation}`);
  const answers: Record<string, JsonSchema | null> = {};
  for (const [status, value] of Object.entries(described)) {
    const answer =
      isSchema(value) && typeof value.$ref === 'string' ? follow(description, value.$ref) : value;
    const schema = at(answer, 'content', 'application/json', 'schema');
    answers[status] = schema === undefined ? null : renamed(structureOf(schema));
  }
  return answers;
}

/** The components that the answers mention, directly or through each other; the rest is left out. */
function reachableFrom(description: JsonSchema, operations: unknown): Record<string, JsonSchema> {
  const components: Record<string, JsonSchema> = {};
  const waiting = mentionedIn(operations);
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name in components) continue;
    const component = renamed(structureOf(at(description, 'components', 'schemas', name)));
    components[name] = component;
    waiting.push(...mentionedIn(component));
  }
  return components;
}

const IN_SOURCE = '#/components/schemas/';
const IN_RESULT = '#/components/';

function renamed(schema: JsonSchema): JsonSchema {
  return JSON.parse(JSON.stringify(schema).replaceAll(`"${IN_SOURCE}`, `"${IN_RESULT}`));
}

function mentionedIn(value: unknown): string[] {
  const mentions = JSON.stringify(value).matchAll(/"\$ref":"#\/components\/([^"]+)"/g);
  return [...new Set(Array.from(mentions, (mention) => mention[1] ?? ''))];
}

function follow(description: JsonSchema, reference: string): unknown {
  return at(description, ...reference.replace('#/', '').split('/'));
}

function at(value: unknown, ...keys: string[]): unknown {
  return keys.reduce<unknown>((inner, key) => (isSchema(inner) ? inner[key] : undefined), value);
}

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Give the path of api.github.com.json from @octokit/openapi.');
generate(source);
