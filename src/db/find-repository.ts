import type { ProjectId } from '../core/model/ids.ts';
import type { RepositoryRefusal } from '../core/model/repository-refusal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { rows, type Sql } from './sql.ts';

interface Repository {
  readonly id: ProjectId;
  /** `owner/name` */
  readonly name: string;
}

/**
 * The repository that somebody names: `owner/name` in any case, as GitHub reads it; null: the only one there is.
 * `among`: those in which the App is, or all that it was `ever` in. Of the latter a name means the one that has it now.
 */
export async function findRepository(
  sql: Sql,
  named: string | null,
  among: 'installed' | 'ever',
): Promise<Result<Repository, RepositoryRefusal>> {
  const found = await rows<Repository>(
    sql,
    `select id, owner || '/' || name as name
       from projects
      where $1::boolean or state <> 'removed'
      order by state = 'removed', name`,
    [among === 'ever'],
  );
  const known = found.map(({ name }) => name);
  const wanted = named?.toLowerCase() ?? null;
  const fitting = wanted === null ? found : found.filter(({ name }) => name.toLowerCase() === wanted);
  const [repository, second] = fitting;
  if (known.length === 0) return err({ kind: 'nothing_known' });
  if (!repository) return err({ kind: 'unknown_repository', named: named ?? '', known });
  if (second && (wanted === null || among === 'installed')) return err({ kind: 'several', known });
  return ok(repository);
}
