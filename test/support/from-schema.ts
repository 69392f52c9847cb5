import * as fc from 'fast-check';

/** As much of a JSON schema as the description of the API uses. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What means something somewhere, and what means nothing anywhere. */
const WORDS = [
  'agent-d',
  'agent-e',
  '@mona',
  '#1',
  '#2',
  'acme/fleet#1',
  'acme/fleet',
  '2h',
  '90m',
  'high',
  '1',
  '0',
  '-1',
  'abcdef1',
  'a'.repeat(40),
  'https://example.com/a',
  'g-1',
  'done',
  'active',
  'true',
  '1e3',
  '9007199254740993',
  '\u0000',
  '\u2028',
  '\ud800',
  "'; drop table tasks --",
  '%',
  '../..',
  'constructor',
  '__proto__',
];
export const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

/** Values that a schema lets through, most of them: patterns are not looked at. */
export function fromSchema(schema: Schema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fromSchema));
  const { type } = schema;
  if (type === 'object') {
    const properties: Record<string, fc.Arbitrary<unknown>> = {};
    for (const [name, one] of Object.entries(schema.properties ?? {})) properties[name] = fromSchema(one);
    return fc.record(properties, { requiredKeys: [...(schema.required ?? [])] });
  }
  if (type === 'array') return fc.array(fromSchema(schema.items ?? {}), { maxLength: 4 });
  if (type === 'integer' || type === 'number') {
    const { minimum: min = 0, maximum: max = Number.MAX_SAFE_INTEGER } = schema;
    return fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 6 }) },
      { weight: 1, arbitrary: fc.integer({ min, max }) },
    );
  }
  return type === 'boolean' ? fc.boolean() : word;
}
