import type { BranchView, Catalog, EntryDetail, StayFilter } from '../ports.ts';
import type { EntryId, ProjectId } from '../core/model/ids.ts';
import { maybe, rows, type Sql } from './sql.ts';

/** What the API shows of entries and branches. */
export function catalogEntries(sql: Sql): Pick<Catalog, 'entries' | 'entry' | 'newestEntry' | 'branches'> {
  return {
    entries: (project, filter) => entries(sql, project, filter),
    entry: (project, id) =>
      maybe<EntryDetail>(
        sql,
        `${ENTRIES} where ($1::bigint is null or l.project_id = $1::bigint) and m.id = $2::bigint`,
        [project, id],
      ),
    async newestEntry(project, pull) {
      const row = await maybe<{ id: EntryId }>(
        sql,
        `select m.id from merge_entries m join pull_requests r on r.id = m.pull_id
          where r.project_id = $1::bigint and r.number = $2::integer
          order by m.id desc limit 1`,
        [project, pull],
      );
      return row?.id ?? null;
    },
    branches: (project) =>
      rows<BranchView>(
        sql,
        `select l.project_id as "projectId", l.branch, 'target' as kind, e.key as epic, null as base,
                null::integer as issue, null::integer as pull, null as head
           from lanes l left join epics e on e.id = l.epic_id
          where $1::bigint is null or l.project_id = $1::bigint
         union all
         select r.project_id, r.head_ref, 'work', e.key, r.base_ref, t.issue, r.number, r.head_sha
           from pull_requests r
           left join tasks t on t.id = r.task_id
           left join epics e on e.id = t.epic_id
          where r.state = 'open' and ($1::bigint is null or r.project_id = $1::bigint)
          order by 1, 3, 2, 7`,
        [project],
      ),
  };
}

function entries(
  sql: Sql,
  project: ProjectId | null,
  { lane, pull, state, live, after, limit }: StayFilter,
): Promise<EntryDetail[]> {
  return rows<EntryDetail>(
    sql,
    `${ENTRIES}
      where ($1::bigint is null or l.project_id = $1::bigint) and m.id > $2::bigint
        and ($4::bigint is null or m.lane_id = $4::bigint)
        and ($5::text is null or m.state = $5::text)
        and ($6::boolean is null or (m.state not in ('landed', 'ejected')) = $6::boolean)
        and ($7::integer is null or r.number = $7::integer)
      order by m.id
      limit $3::integer`,
    [project, after, limit, lane, state, live, pull],
  );
}

const ENTRIES = `
select m.id, l.project_id as "projectId", m.lane_id as "laneId", l.branch, r.number as pull, m.sync_from as sync,
       t.issue, m.head_sha as head, m.state, m.held, m.leaving_by as "leavingBy", m.requester_login as requester,
       m.requested_how as how, m.attempt, m.candidate_sha as candidate, m.landed_sha as landed, m.reason,
       m.queued_at as "queuedAt", m.testing_since as "testingSince", m.ended_at as "endedAt"
  from merge_entries m
  join lanes l on l.id = m.lane_id
  left join pull_requests r on r.id = m.pull_id
  left join tasks t on t.id = r.task_id`;
