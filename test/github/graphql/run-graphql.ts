import { execute, GraphQLError, parse, validate, type DocumentNode } from 'graphql';
import type { Identity } from '../http/authenticate.ts';
import { HttpError } from '../http/http-error.ts';
import type { Repository } from '../model.ts';
import type { Twin } from '../twin.ts';
import { accountNode } from './account-node.ts';
import { mutations, nodeBy } from './mutations.ts';
import { missing, repositoryNode } from './repository-node.ts';
import { publishedSchema } from './schema.ts';
import type { View } from './view.ts';

// Parsing and validating against 1.2 MB of schema costs 6 ms: once for each query text.
const documents = new Map<string, DocumentNode | readonly GraphQLError[]>();

/** Answers a GraphQL request; errors are in the body with status 200, as GitHub has it. */
export async function runGraphql(
  twin: Twin,
  identity: Identity,
  body: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  if (identity.kind !== 'token') throw new HttpError(401, 'This endpoint requires you to be authenticated.');
  const document = await documentOf(typeof body.query === 'string' ? body.query : '');
  if (!('kind' in document)) return { errors: document.map((error) => renderError(error)) };
  const view: View = { twin, actor: identity.actor, repositoryNode: (repo) => repositoryNode(view, repo) };
  const schema = await publishedSchema();
  const result = await execute({
    schema,
    document,
    rootValue: rootOf(view),
    variableValues: (body.variables ?? {}) as Record<string, unknown>,
    operationName: typeof body.operationName === 'string' ? body.operationName : null,
  });
  return {
    data: result.data ?? null,
    ...(result.errors ? { errors: result.errors.map((error) => renderError(error)) } : {}),
  };
}

async function documentOf(query: string): Promise<DocumentNode | readonly GraphQLError[]> {
  const known = documents.get(query);
  if (known) return known;
  const made = await checked(query);
  documents.set(query, made);
  return made;
}

async function checked(query: string): Promise<DocumentNode | readonly GraphQLError[]> {
  try {
    const document = parse(query);
    const errors = validate(await publishedSchema(), document);
    return errors.length > 0 ? errors : document;
  } catch (error) {
    if (error instanceof GraphQLError) return [error];
    throw error;
  }
}

function rootOf(view: View) {
  const visible = (repo: Repository): boolean => {
    const { installation } = view.actor;
    return installation ? installation.repositories.has(repo) : true;
  };
  return {
    repository: ({ owner, name }: { owner: string; name: string }) => {
      const wanted = `${owner}/${name}`.toLowerCase();
      const found = [...view.twin.repositories.values()].find(
        (repo) => `${repo.owner.login}/${repo.name}`.toLowerCase() === wanted,
      );
      if (!found || !visible(found))
        throw missing(`Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repositoryNode(view, found);
    },
    viewer: () => accountNode(view, view.actor.user),
    node: ({ id }: { id: string }) => nodeBy(view, id),
    nodes: ({ ids }: { ids: string[] }) => ids.map((id) => nodeBy(view, id)),
    rateLimit: () => ({
      cost: 1,
      limit: view.twin.knobState.limit,
      remaining: view.twin.knobState.limit,
      used: 0,
      nodeCount: 1,
      resetAt: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    ...mutations(view),
  };
}

function renderError(error: GraphQLError) {
  const { type } = error.extensions;
  const { message, locations, path } = error;
  if (typeof type === 'string') return { type, path, locations, message };
  return { message, locations, ...(path ? { path } : {}) };
}
