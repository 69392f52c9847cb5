import { register } from 'node:module';
import { createServer } from '../../src/http/create-server.ts';
import { BARE } from '../../test/support/bare-server.ts';

const HEAD = `// Written by "npm run docs" from what the server says at /openapi.json. Do not change it by hand.
`;

/**
 * openapi-typescript writes with TypeScript's own printer, which TypeScript 7 has no more: it alone is given the last
 * one that has it.
 */
const HOOK = `export function resolve(name, context, next) {
  const meant = name === 'typescript' && context.parentURL?.includes('/openapi-typescript/') ? 'typescript-5' : name;
  return next(meant, context);
}`;

/** The API as types for openapi-fetch. */
export async function apiTypes(): Promise<string> {
  register(`data:text/javascript,${encodeURIComponent(HOOK)}`);
  const { default: openapiTypes, astToString } = await import('openapi-typescript');
  const server = createServer(BARE);
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  try {
    const document = (await (await fetch(`${url}/openapi.json`)).json()) as Parameters<
      typeof openapiTypes
    >[0];
    return HEAD + astToString(await openapiTypes(document, { alphabetize: true }));
  } finally {
    await server.close();
  }
}
