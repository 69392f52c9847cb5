import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

/**
 * What a request is called in the log and in the answer: the id that came with it, where it is one, or the GUID of a
 * delivery, else a new one.
 */
export function requestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  return known(headers['x-request-id']) ?? known(headers['x-github-delivery']) ?? randomUUID();
}

function known(given: string | readonly string[] | undefined): string | undefined {
  return typeof given === 'string' && FORM.test(given) ? given : undefined;
}
