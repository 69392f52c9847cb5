import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.ts';

export type Api = Client<paths>;

/** Flotilla's API at an address, as whom a token says. */
export function connectApi(url: string, token: string): Api {
  return createClient<paths>({ baseUrl: url, headers: { authorization: `Bearer ${token}` } });
}
