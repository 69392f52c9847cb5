import { isSchema, type JsonSchema } from './json-schema.ts';

/** Keywords that hold one schema, a list of schemas, or schemas by name; everything else is copied or dropped. */
const ONE: readonly string[] = ['items', 'not'];
const LIST: readonly string[] = ['allOf', 'anyOf', 'oneOf'];
const NAMED: readonly string[] = ['properties', 'patternProperties'];
const COPIED: readonly string[] = [
  'required',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'uniqueItems',
];

/** Formats that ajv-formats checks. GitHub also writes `repo.nwo` and `timestamp`, which nobody defines. */
const FORMATS: readonly string[] = ['date-time', 'date', 'uri', 'uri-template', 'email'];

/** The JSON Schema 2020 structure of an OpenAPI 3.0 schema: no prose, no examples, `nullable` as a type. */
export function structureOf(schema: unknown): JsonSchema {
  if (!isSchema(schema)) return {};
  if (typeof schema.$ref === 'string') return { $ref: schema.$ref };
  const out: Record<string, unknown> = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (COPIED.includes(keyword)) out[keyword] = value;
    else if (ONE.includes(keyword)) out[keyword] = structureOf(value);
    else if (LIST.includes(keyword) && Array.isArray(value)) out[keyword] = value.map(structureOf);
    else if (NAMED.includes(keyword) && isSchema(value)) out[keyword] = named(value);
  }
  if (typeof schema.format === 'string' && FORMATS.includes(schema.format)) out.format = schema.format;
  if ('additionalProperties' in schema) out.additionalProperties = additional(schema.additionalProperties);
  return withType(schema, out);
}

function named(schemas: JsonSchema): JsonSchema {
  return Object.fromEntries(Object.entries(schemas).map(([name, value]) => [name, structureOf(value)]));
}

function additional(value: unknown): unknown {
  return typeof value === 'boolean' ? value : structureOf(value);
}

/** `nullable` widens `type` and `enum`; where a combination carries the type, null becomes one more alternative. */
function withType(schema: JsonSchema, out: Record<string, unknown>): JsonSchema {
  const nullable = schema.nullable === true;
  if (Array.isArray(schema.enum)) {
    out.enum = nullable && !schema.enum.includes(null) ? [...(schema.enum as unknown[]), null] : schema.enum;
  }
  if (typeof schema.type === 'string') out.type = nullable ? [schema.type, 'null'] : schema.type;
  const combined = LIST.some((keyword) => keyword in out);
  return nullable && combined ? { anyOf: [{ type: 'null' }, out] } : out;
}
