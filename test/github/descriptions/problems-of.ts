import type { ErrorObject } from 'ajv';
import type { Problem } from './problem.ts';

/** Ajv's errors as sentences about the value, each once. */
export function problemsOf(errors: readonly ErrorObject[] | null | undefined): readonly Problem[] {
  const problems = new Map<string, Problem>();
  for (const error of errors ?? []) {
    const problem = { path: error.instancePath || '/', message: messageOf(error) };
    problems.set(`${problem.path} ${problem.message}`, problem);
  }
  return [...problems.values()];
}

function messageOf(error: ErrorObject): string {
  const message = error.message ?? error.keyword;
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') return `${message}: ${String(params.additionalProperty)}`;
  if (error.keyword === 'enum') return `${message}: ${JSON.stringify(params.allowedValues)}`;
  if (error.keyword === 'const') return `${message}: ${JSON.stringify(params.allowedValue)}`;
  return message;
}
