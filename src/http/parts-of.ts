import type { FastifyError } from 'fastify';
import type { WrongPart } from './problem.ts';

const NAMES: Readonly<Record<string, string>> = { querystring: 'query', params: 'path' };

/** Every part of a request that its schema refuses. */
export function partsOf({ validation, validationContext }: FastifyError): readonly WrongPart[] {
  const where = NAMES[validationContext ?? ''] ?? validationContext ?? 'request';
  return (validation ?? []).map(({ instancePath, message }) => ({
    path: [where, ...instancePath.split('/').filter(Boolean)].join('.'),
    message: message ?? 'is not what is wanted',
  }));
}
