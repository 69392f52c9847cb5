import type { Actor, Repository, User } from '../model.ts';
import { createUser } from '../operations/users.ts';
import type { Twin } from '../twin.ts';

/** An account, or its login: one that does not exist yet is made. */
export type By = string | Pick<User, 'login'>;

/** The actor behind `by`; the repository's owner when nobody is named. */
export function actAs(twin: Twin, repo: Repository, by: By | undefined): Actor {
  if (by === undefined) return { user: repo.owner };
  return { user: createUser(twin, { login: typeof by === 'string' ? by : by.login }) };
}
