import type { ApiToken, Scope } from '../core/model/api-token.ts';
import type { ProjectId } from '../core/model/ids.ts';

/** Who may use a route: everybody, or whoever shows a token of at least this scope. */
export type Policy = 'public' | Scope;

/** Who makes a request, by what was shown. */
export interface Caller {
  readonly scope: Scope;
  /** Null: all projects. */
  readonly project: ProjectId | null;
  readonly agent: ApiToken['agent'];
}

declare module 'fastify' {
  interface FastifyContextConfig {
    policy?: Policy;
  }
  interface FastifyRequest {
    /** Null on public routes. */
    caller: Caller | null;
  }
}

/** Whether a caller may know that this project exists. */
export function reaches(caller: Caller | null, project: ProjectId): boolean {
  return caller !== null && (caller.project === null || caller.project === project);
}
