import { readFile } from 'node:fs/promises';
import { buildSchema, type GraphQLSchema } from 'graphql';

let schema: Promise<GraphQLSchema> | undefined;

/** GitHub's published schema, built on first use (0.2 s) and kept for the process. */
export function publishedSchema(): Promise<GraphQLSchema> {
  schema ??= load();
  return schema;
}

async function load(): Promise<GraphQLSchema> {
  // The package exports no path to this file, and its own entry point reads 5 MB of JSON besides.
  const file = new URL('../../../node_modules/@octokit/graphql-schema/schema.graphql', import.meta.url);
  return buildSchema(await readFile(file, 'utf8'), { assumeValid: true });
}
