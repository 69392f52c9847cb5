import { readFileSync } from 'node:fs';
import type { ValidateFunction } from 'ajv';
import { createAjv } from './create-ajv.ts';
import { isSchema, type JsonSchema } from './json-schema.ts';
import { corrected, OPERATION_CORRECTIONS, REST_CORRECTIONS } from './corrections.ts';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems-of.ts';

type Rest = {
  readonly operations: Readonly<Record<string, Readonly<Record<string, JsonSchema | null>>>>;
  readonly components: Readonly<Record<string, JsonSchema>>;
};

const DOCUMENT = 'https://api.github.com/description';
const rest: Rest = JSON.parse(readFileSync(new URL('rest.json', import.meta.url), 'utf8'));
const operations = new Map(
  Object.entries(corrected(rest.operations, OPERATION_CORRECTIONS)).map(([name, answers]) => [
    normal(name),
    answers,
  ]),
);
const compiled = new Map<string, ValidateFunction>();
const ajv = createAjv().addSchema({ components: corrected(rest.components, REST_CORRECTIONS) }, DOCUMENT);

/**
 * What GitHub's REST description finds wrong with an answer; an empty list when it fits. Parameter names in
 * `routeTemplate` do not matter. `body` is the parsed answer, `undefined` or '' when there was none.
 */
export function validateAnswer(
  method: string,
  routeTemplate: string,
  status: number,
  body: unknown,
): readonly Problem[] {
  const operation = normal(`${method.toUpperCase()} ${routeTemplate}`);
  const answers = operations.get(operation);
  if (!answers) return [{ path: '/', message: `not described: ${operation}; see operations.ts` }];
  // Any read may be conditional, though GitHub lists 304 for few.
  const schema = status === 304 ? null : answers[status];
  if (status >= 400 && !isSchema(schema)) return refusal(body);
  if (schema === null) return empty(body) ? [] : [{ path: '/', message: `must be empty at ${status}` }];
  if (!isSchema(schema)) return undescribed(status, answers);
  const validate = validator(`${operation} ${status}`, schema);
  return validate(empty(body) ? {} : body) ? [] : problemsOf(validate.errors);
}

/** GitHub lists few of the errors that any route may answer (401, 403, 5xx), and some without a body: all have a message. */
function refusal(body: unknown): readonly Problem[] {
  if (isSchema(body) && typeof body.message === 'string') return [];
  return [{ path: '/message', message: 'must be string: every error of GitHub has a message' }];
}

function undescribed(status: number, answers: Readonly<Record<string, unknown>>): readonly Problem[] {
  return [
    { path: '/', message: `status ${status} is not described; ${Object.keys(answers).join(', ')} are` },
  ];
}

function validator(key: string, schema: JsonSchema): ValidateFunction {
  const known = compiled.get(key);
  if (known) return known;
  const validate = ajv.compile(
    JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', `"${DOCUMENT}#/components/`)),
  );
  compiled.set(key, validate);
  return validate;
}

/** GitHub writes `{basehead}` where Octokit's older route had `{base}...{head}`. */
function normal(operation: string): string {
  return operation.replace('{base}...{head}', '{basehead}').replaceAll(/\{[^}]*\}/g, '{}');
}

function empty(body: unknown): boolean {
  return body === undefined || body === null || body === '';
}
