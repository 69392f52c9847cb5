import type { Signature } from '../git/git-repository.ts';
import type { User } from '../model.ts';
import { emailOf } from '../render/commit.ts';
import type { Twin } from '../twin.ts';

/** The account as author of a commit now. */
export function signatureOf(twin: Twin, user: User): Signature {
  return { name: user.login, email: emailOf(user), date: twin.now() };
}
