import type { AuditRefusal, AuditTrail } from '../core/model/audit-trail.ts';
import { err, ok, type Result } from '../core/result.ts';
import { toAuditTrail, type AuditRow } from './audit-row.ts';
import { findRepository } from './find-repository.ts';
import { maybe, type Sql } from './sql.ts';

/**
 * The trail of one task. `repository`: `owner/name` in any case, as GitHub reads it; null: the only one there is.
 */
export async function auditTrail(
  sql: Sql,
  repository: string | null,
  issue: number,
): Promise<Result<AuditTrail, AuditRefusal>> {
  const found = await findRepository(sql, repository, 'ever');
  if (!found.ok) return found;
  const { id, name } = found.value;
  const row = await maybe<AuditRow>(sql, TRAIL, [id, issue]);
  return row ? ok(toAuditTrail(row)) : err({ kind: 'no_task', repository: name, issue });
}

/** Everything about one task in one statement, so that its parts speak of the same moment. */
const TRAIL = `
with task as (
  select t.*, p.owner || '/' || p.name as repository
    from tasks t join projects p on p.id = t.project_id
   where t.project_id = $1::bigint and t.issue = $2::integer
), pulls as (
  select r.* from pull_requests r join task t on t.id = r.task_id
), entries as (
  select m.*, r.number as pull, l.branch
    from merge_entries m
    join pulls r on r.id = m.pull_id
    join lanes l on l.id = m.lane_id
), log as (
  select a.*
    from activity a
   where a.id in (select b.id from activity b join task t on t.id = b.task_id
                  union
                  select b.id from activity b join entries m on m.id = b.entry_id)
), candidates as (
  -- The log knows the earlier ones of an entry, its row the newest.
  select m.id as entry_id, c.sha, c.base, max(c.first) as first, bool_or(c.newest) as newest
    from entries m
    cross join lateral (
      select a.detail ->> 'candidate' as sha, a.detail ->> 'base' as base, a.id as first, false as newest
        from log a where a.entry_id = m.id and a.kind = 'entry.testing'
      union all
      select m.candidate_sha, m.base_sha, null, true where m.candidate_sha is not null) c
   where c.sha is not null
   group by m.id, c.sha, c.base
)
select t.repository, t.issue, t.title, t.status, t.created_at, t.done_at,
       (select jsonb_build_object('key', e.key, 'title', e.title, 'branch', e.branch)
          from epics e where e.id = t.epic_id) as epic,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'fence', s.fence, 'agent', a.name, 'account', a.account_login, 'status', s.status,
                 'from', s.created_at, 'expires', s.expires_at, 'ended', s.ended_at,
                 'begun', (select jsonb_build_object('kind', g.kind, 'actor', g.actor)
                             from log g
                            where g.kind in ('task.claimed', 'task.assigned', 'task.handed_off')
                              and g.detail ->> 'fence' = s.fence::text
                            order by g.id limit 1),
                 'endedBy', (select g.actor from log g
                              where g.kind in ('task.released', 'task.lapsed') and g.detail ->> 'fence' = s.fence::text
                              order by g.id desc limit 1)) order by s.fence), '[]')
          from assignments s join agents a on a.id = s.agent_id
         where s.task_id = t.id) as holds,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'at', c.created_at, 'thread', c.thread, 'commentId', c.comment_id, 'line', c.line,
                 'actorId', c.actor_id, 'text', c.text, 'outcome', c.outcome,
                 'actor', coalesce((select a.account_login from agents a
                                     where a.project_id = t.project_id and a.account_id = c.actor_id
                                     order by a.id limit 1),
                                   (select r.author_login from pulls r where r.author_id = c.actor_id limit 1),
                                   (select m.requester_login from entries m where m.requester_id = c.actor_id limit 1)))
                 order by c.created_at, c.comment_id, c.line), '[]')
          from commands c
         where c.project_id = t.project_id
           and (c.thread = t.issue or c.thread in (select r.number from pulls r))) as commands,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'at', n.created_at, 'type', n.type, 'grade', n.grade, 'ref', n.ref, 'summary', n.summary,
                 'url', n.url) order by n.id), '[]')
          from evidence n where n.task_id = t.id) as evidence,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'number', r.number, 'title', r.title, 'state', r.state, 'draft', r.draft, 'author', r.author_login,
                 'headRef', r.head_ref, 'baseRef', r.base_ref,
                 'heads', (select coalesce(jsonb_agg(h.head_sha order by h.first), '[]')
                             from (select m.head_sha, min(m.id) as first
                                     from entries m
                                    where m.pull_id = r.id and m.head_sha <> r.head_sha
                                    group by m.head_sha) h) || to_jsonb(r.head_sha)) order by r.number), '[]')
          from pulls r) as pulls,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'id', m.id, 'pull', m.pull, 'branch', m.branch, 'head', m.head_sha, 'state', m.state,
                 'requester', m.requester_login, 'how', m.requested_how, 'queuedAt', m.queued_at,
                 'endedAt', m.ended_at, 'reason', m.reason, 'detail', m.detail, 'landed', m.landed_sha,
                 'candidates', (
                   select coalesce(jsonb_agg(jsonb_build_object(
                            'sha', c.sha, 'base', c.base, 'tree', case when c.newest then m.candidate_tree end,
                            'inheritsHead', c.newest and m.inherits_head,
                            'gates', (select coalesce(jsonb_agg(jsonb_build_object('verdict', n.summary, 'url', n.url)
                                                                order by n.id), '[]')
                                        from evidence n
                                       where n.task_id = t.id and n.type in ('test', 'build', 'deployment')
                                         and (n.ref like c.sha || ':%'
                                              or c.newest and m.inherits_head and n.ref like m.head_sha || ':%')),
                            'runs', (select coalesce(jsonb_agg(to_jsonb(u) - 'at' order by u.at, u.name), '[]')
                                       from (select w.workflow as name, w.event, w.attempt, w.status, w.conclusion,
                                                    w.url, w.updated_at as at
                                               from workflow_runs w
                                              where w.project_id = t.project_id
                                                and (w.sha = c.sha or c.newest and m.inherits_head and w.sha = m.head_sha)
                                             union all
                                             select k.app || ': ' || k.name, null, null, k.status, k.conclusion, k.url,
                                                    k.updated_at
                                               from checks k
                                              where k.project_id = t.project_id
                                                and (k.sha = c.sha or c.newest and m.inherits_head and k.sha = m.head_sha)) u))
                          order by c.newest, c.first), '[]')
                     from candidates c where c.entry_id = m.id)) order by m.id), '[]')
          from entries m) as entries,
       (select coalesce(jsonb_agg(jsonb_build_object(
                 'at', a.at, 'kind', a.kind, 'actor', a.actor, 'detail', a.detail) order by a.id), '[]')
          from log a) as activity
  from task t`;
