import type { Repository, User } from '../model.ts';

/** The author_association of GitHub; a hint only, never a permission. */
export function associationOf(repo: Repository, user: User): 'OWNER' | 'COLLABORATOR' | 'NONE' {
  if (repo.owner.id === user.id) return 'OWNER';
  return repo.collaborators.has(user.id) ? 'COLLABORATOR' : 'NONE';
}
