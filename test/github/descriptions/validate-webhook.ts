import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ValidateFunction } from 'ajv';
import { corrected, WEBHOOK_CORRECTIONS } from './corrections.ts';
import { createAjv } from './create-ajv.ts';
import { isSchema, type JsonSchema } from './json-schema.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';

type Webhooks = {
  readonly webhooks: Readonly<Record<string, Webhook>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>> };
};
type Webhook = {
  readonly post: {
    readonly requestBody: {
      readonly content: { readonly 'application/json': { readonly schema: JsonSchema } };
    };
  };
};

const DOCUMENT = 'https://api.github.com/webhooks';
const compiled = new Map<string, ValidateFunction>();
const load = once(() => {
  const source = createRequire(import.meta.url).resolve(
    '@octokit/openapi-webhooks/generated/api.github.com.json',
  );
  const { webhooks, components }: Webhooks = JSON.parse(readFileSync(source, 'utf8'));
  const schemas = corrected(components.schemas, WEBHOOK_CORRECTIONS);
  return { webhooks, ajv: createAjv().addSchema({ components: { schemas } }, DOCUMENT) };
});

/**
 * What GitHub's webhook description finds wrong with a payload; an empty list when it fits. The description
 * (4.8 MB) is read at the first call and only the asked webhook is compiled.
 */
export function validateWebhook(event: string, payload: unknown): readonly Problem[] {
  const action = isSchema(payload) && typeof payload.action === 'string' ? payload.action : undefined;
  const validate = validatorOf(event, action);
  if (!validate)
    return [{ path: '/', message: `GitHub sends no ${[event, action].filter(Boolean).join('.')}` }];
  return validate(payload) ? [] : problemsOf(validate.errors);
}

function validatorOf(event: string, action: string | undefined): ValidateFunction | undefined {
  const { webhooks, ajv } = load();
  const name = [event, action]
    .filter((part) => part !== undefined)
    .join('-')
    .replaceAll('_', '-');
  const known = compiled.get(name);
  if (known) return known;
  const schema = (webhooks[name] ?? webhooks[event.replaceAll('_', '-')])?.post.requestBody.content[
    'application/json'
  ].schema;
  if (!schema) return undefined;
  const validate = ajv.compile({ $ref: `${DOCUMENT}${String(schema.$ref)}` });
  compiled.set(name, validate);
  return validate;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
