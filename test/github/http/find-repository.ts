import type { Repository } from '../model.ts';
import type { Twin } from '../twin.ts';

/** By owner and name, in any case. */
export function findRepository(twin: Twin, owner: string, name: string): Repository | undefined {
  const wanted = `${owner}/${name}`.toLowerCase();
  for (const repo of twin.repositories.values()) {
    if (`${repo.owner.login}/${repo.name}`.toLowerCase() === wanted) return repo;
  }
  return undefined;
}
