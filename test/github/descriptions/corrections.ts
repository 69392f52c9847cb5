import { isSchema, type JsonSchema } from './json-schema.ts';

/** One mistake in GitHub's description, what shows that it is one, and the part that holds it. */
export type Correction = {
  /** Its name, or what the names of all its parts match. */
  readonly part: string | RegExp;
  readonly why: string;
  readonly mend: (schema: JsonSchema) => JsonSchema;
};

/*
 * Kept short on purpose: every entry is a place where our simulated GitHub is no longer held to the description.
 * One more is in create-ajv.ts, about addresses of mail.
 */

const EMPTY_URLS =
  'GitHub answers "" for an address that was not given: the default is "", recorded deliveries have it';

/** Of the components of the REST description. */
export const REST_CORRECTIONS: readonly Correction[] = [
  ...['team', 'team-simple'].map((part) => ({
    part,
    why: "GitHub's own examples of pull requests have requested_teams without the `type` that this requires",
    mend: (schema: JsonSchema) => notRequired(schema, 'type'),
  })),
  {
    part: 'deployment-status',
    why: EMPTY_URLS,
    mend: (schema) => orEmpty(schema, ['target_url', 'environment_url', 'log_url']),
  },
];

/** Of the answers of single operations. */
export const OPERATION_CORRECTIONS: readonly Correction[] = [
  {
    part: 'GET /app/installations',
    why: "the account must be a user and an enterprise at once here, either in `installation`; GitHub's example is a user",
    mend: (answers) => ({ ...answers, 200: { type: 'array', items: { $ref: '#/components/installation' } } }),
  },
];

/** Of the components of the webhook description. */
export const WEBHOOK_CORRECTIONS: readonly Correction[] = [
  {
    part: /^webhooks?[-_](?:check-suite|deployment|issue)/,
    why: 'the events of an App are listed in 20 places, with 45 to 53 names, never with issue_dependencies and sub_issues',
    mend: anyEvent,
  },
  ...['blocked-by-added', 'blocked-by-removed', 'blocking-added', 'blocking-removed'].map((action) => ({
    part: `webhook-issue-dependencies-${action}`,
    why: 'a repository that belongs to a user has no organization, and no other webhook of an issue requires it',
    mend: (schema: JsonSchema) => notRequired(schema, 'organization'),
  })),
  {
    part: 'webhook-deployment-status-created',
    why: EMPTY_URLS,
    mend: (schema) =>
      property(schema, 'deployment_status', (status) => orEmpty(status, ['environment_url', 'log_url'])),
  },
];

/** The parts with the corrections applied; a correction of a part that is gone is an error, to be removed. */
export function corrected<T extends JsonSchema>(
  parts: Readonly<Record<string, T>>,
  corrections: readonly Correction[],
): Readonly<Record<string, JsonSchema>> {
  const mended: Record<string, JsonSchema> = { ...parts };
  for (const { part, mend } of corrections) {
    const names = Object.keys(parts).filter((name) =>
      part instanceof RegExp ? part.test(name) : part === name,
    );
    if (names.length === 0) throw new Error(`no ${String(part)} to correct`);
    for (const name of names) mended[name] = mend(mended[name] ?? {});
  }
  return mended;
}

function notRequired(schema: JsonSchema, name: string): JsonSchema {
  if (!Array.isArray(schema.required) || !schema.required.includes(name))
    throw new Error(`${name} is not required`);
  return { ...schema, required: schema.required.filter((each) => each !== name) };
}

function orEmpty(schema: JsonSchema, names: readonly string[]): JsonSchema {
  return names.reduce(
    (mended, name) => property(mended, name, (url) => ({ anyOf: [{ const: '' }, url] })),
    schema,
  );
}

function property(schema: JsonSchema, name: string, mend: (schema: JsonSchema) => JsonSchema): JsonSchema {
  const { properties } = schema;
  const one = isSchema(properties) ? properties[name] : undefined;
  if (!isSchema(properties) || !isSchema(one)) throw new Error(`no property ${name} to correct`);
  return { ...schema, properties: { ...properties, [name]: mend(one) } };
}

/** Takes the list of names away wherever one lists the events of an App. */
function anyEvent(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([keyword, value]) => !(keyword === 'enum' && Array.isArray(value) && value.includes('gollum')))
      .map(([keyword, value]) => [keyword, anyEventIn(value)]),
  );
}

function anyEventIn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(anyEventIn);
  return isSchema(value) ? anyEvent(value) : value;
}
