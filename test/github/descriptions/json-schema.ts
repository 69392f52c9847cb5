/** A JSON Schema as it is read from a description: only the shape that the tools here walk. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** True for a plain object, so that its keywords can be read one by one. */
export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
