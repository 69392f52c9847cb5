import type { Actor } from './actor.ts';
import type { ApiToken, Scope } from './api-token.ts';
import type { ProjectId } from './ids.ts';

/** Who makes a request, by what was shown. */
export interface Caller {
  readonly scope: Scope;
  /** Null: all projects. */
  readonly project: ProjectId | null;
  readonly agent: ApiToken['agent'];
  /** What was shown; number 0: the operator's own, from the settings. */
  readonly token: Pick<ApiToken, 'id' | 'name'>;
  /** Who signed in with GitHub, with the rights that it gives in `project`. Of sign-ins, the token's number is below 0. */
  readonly person?: Actor;
}
