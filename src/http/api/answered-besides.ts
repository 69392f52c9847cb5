import { Problem } from './refusals.ts';

/** As much of a route as says what it may answer besides what it says itself. */
interface Route {
  readonly method: string | readonly string[];
  readonly config?: { readonly uncounted?: boolean };
}

const refusedAs = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: Problem } },
});
const STOPPING = refusedAs('The server is being stopped; ask again.');
const TOO_OFTEN = refusedAs('Asked too often within a minute; `retry-after` says when to ask again.');
const TO_BODIES = {
  400: refusedAs('The body is no JSON, or the request is not what the route takes.'),
  413: refusedAs('The body is larger than the route takes.'),
  415: refusedAs('The body is of a type that the route does not read.'),
};

/** What a route may be answered with before it is asked itself, for the document. */
export function answeredBesides({ method, config }: Route): Readonly<Record<number, object>> {
  const hasBody = [method].flat().some((one) => one !== 'GET' && one !== 'HEAD');
  return {
    503: STOPPING,
    ...(config?.uncounted === true ? {} : { 429: TOO_OFTEN }),
    ...(hasBody ? TO_BODIES : {}),
  };
}
