import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './api-types.ts';

/** Where there is a choice, it takes JSON, as fetch does that asks for nothing. */
type Media = `application/${string}`;

export type Api = Client<paths, Media>;

/** Flotilla's API at an address, as whom the headers say; a page's own cookie goes along. */
export function connectApi(url: string, headers: Readonly<Record<string, string>>): Api {
  return createClient<paths, Media>({ baseUrl: url, headers });
}
