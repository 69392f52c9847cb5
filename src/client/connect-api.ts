import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.ts';

export type Api = Client<paths>;

/** Flotilla's API at an address, as whom the headers say; a page's own cookie goes along. */
export function connectApi(url: string, headers: Readonly<Record<string, string>>): Api {
  return createClient<paths>({ baseUrl: url, headers });
}
