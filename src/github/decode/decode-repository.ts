import { z } from 'zod';
import { parsePayload } from './parse-payload.ts';

export interface DecodedRepository {
  /** Null: the delivery names no installation, which GitHub does only for webhooks that are not an App's. */
  readonly installationId: number | null;
  readonly repoId: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly archived: boolean;
}

const payloadShape = z.object({
  installation: z.object({ id: z.number().int() }).nullish(),
  repository: z.object({
    id: z.number().int(),
    name: z.string(),
    full_name: z.string().regex(/^[^/]+\/[^/]+$/),
    default_branch: z.string(),
    archived: z.boolean().optional(),
  }),
});

/** The repository that an event is about, as it is called now. */
export function decodeRepository(payload: unknown): DecodedRepository {
  const { installation, repository } = parsePayload(payloadShape, payload);
  return {
    installationId: installation?.id ?? null,
    repoId: repository.id,
    // `owner.login` is missing from the pushes of older servers.
    owner: repository.full_name.slice(0, repository.full_name.indexOf('/')),
    name: repository.name,
    defaultBranch: repository.default_branch,
    archived: repository.archived ?? false,
  };
}
