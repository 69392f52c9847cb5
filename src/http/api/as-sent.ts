const PROBLEM = '#/components/schemas/Problem';
const JSON_TYPE = 'application/json';

interface Media {
  readonly schema?: { readonly $ref?: string; readonly anyOf?: readonly { readonly $ref?: string }[] };
}
interface Response {
  content?: Readonly<Record<string, Media>>;
}
type Paths = Readonly<Record<string, Readonly<Record<string, { readonly responses?: object }>>>>;

/** Problem details have a type of their own (RFC 9457 §3): the writer of the document calls every answer plain JSON. */
export function asSent<Document extends object>(document: Document): Document {
  const { paths = {} } = document as { readonly paths?: Paths };
  for (const { responses = {} } of Object.values(paths).flatMap((path) => Object.values(path)))
    for (const response of Object.values(responses) as Response[]) {
      const { [JSON_TYPE]: json, ...others } = response.content ?? {};
      if (json) response.content = { ...others, ...byType(json) };
    }
  return document;
}

/** What is a problem, and what is something else, each under its type. */
function byType(json: Media): Readonly<Record<string, Media>> {
  const choices = json.schema?.anyOf ?? [json.schema ?? {}];
  const rest = choices.filter(({ $ref }) => $ref !== PROBLEM);
  if (rest.length === choices.length) return { [JSON_TYPE]: json };
  const problem = { 'application/problem+json': { schema: { $ref: PROBLEM } } };
  const [only, ...more] = rest;
  if (!only) return problem;
  return { [JSON_TYPE]: { schema: more.length === 0 ? only : { anyOf: rest } }, ...problem };
}
