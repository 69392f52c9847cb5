import type { JsonSchema } from './json-schema.ts';

/** One mistake in GitHub's description, what shows that it is one, and the component that holds it. */
export type Correction = {
  readonly component: string;
  readonly why: string;
  readonly mend: (schema: JsonSchema) => JsonSchema;
};

/** Kept short on purpose: every entry is a place where our simulated GitHub is no longer held to the description. */
export const REST_CORRECTIONS: readonly Correction[] = ['team', 'team-simple'].map((component) => ({
  component,
  why: "GitHub's own examples of pull requests have requested_teams without the `type` that this requires",
  mend: (schema) => notRequired(schema, 'type'),
}));

export const WEBHOOK_CORRECTIONS: readonly Correction[] = [];

/** The components with the corrections applied; a correction of a component that is gone is an error, to be removed. */
export function corrected(
  components: Readonly<Record<string, JsonSchema>>,
  corrections: readonly Correction[],
): Readonly<Record<string, JsonSchema>> {
  const mended = corrections.map(({ component, mend }) => {
    const schema = components[component];
    if (!schema) throw new Error(`no component ${component} to correct`);
    return [component, mend(schema)] as const;
  });
  return { ...components, ...Object.fromEntries(mended) };
}

function notRequired(schema: JsonSchema, property: string): JsonSchema {
  if (!Array.isArray(schema.required)) throw new Error(`nothing is required, not even ${property}`);
  return { ...schema, required: schema.required.filter((name) => name !== property) };
}
