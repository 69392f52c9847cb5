import type { Pool } from 'pg';
import type { SimulatedGitHub } from '../../github/start-github.ts';
import { askDatabase } from '../watch/ask-database.ts';
import type { Fleet } from './fleet.ts';
import { waitFor } from './wait-for.ts';

/** Dozens of repositories may wait at once, and what is asked goes through all their deliveries. */
const EVERY_MS = 2_000;

/**
 * Suspends Flotilla in a repository whose work is done, once nothing is left to do there: every process that starts
 * compares all that it may see with GitHub, and hundreds are started. What GitHub still has to deliver, since nobody
 * took it in so far, is left to do as well: handled after the suspension, it would be refused everything.
 */
export async function retire(
  { repo, installation }: Fleet,
  {
    github,
    pool,
    signal,
  }: { readonly github: SimulatedGitHub; readonly pool: Pool; readonly signal: AbortSignal },
): Promise<void> {
  const quiet = async (): Promise<true | null> => {
    const sent = github.deliveries.filter(({ installationId }) => installationId === installation.id);
    const [left] = await askDatabase<{ count: number }>(
      pool,
      `select ((select count(*) from effects e
                 where e.project_id = p.id and e.version > e.sent_version and not e.dead)
             + (select count(*) from merge_entries e join lanes l on l.id = e.lane_id
                 where l.project_id = p.id and e.state not in ('landed', 'ejected'))
             + (select count(*) from deliveries d
                 where d.installation_id = p.installation_id and d.state = 'pending')
             + (select count(*) from unnest($2::text[]) as s (guid)
                 where not exists (select from deliveries d where d.guid = s.guid)))::integer as count
         from projects p where p.repo_id = $1::bigint`,
      [repo.id, sent.map(({ guid }) => guid)],
    );
    return left?.count === 0 ? true : null;
  };
  await waitFor(quiet, signal, EVERY_MS);
  github.suspend(installation);
}
