import type { ProjectId, TaskId } from '../core/model/ids.ts';
import type {
  ActivityView,
  AgentProgress,
  AgentView,
  AssignmentView,
  Catalog,
  ConfigView,
  EvidenceView,
  LaneView,
  ProjectView,
  TaskView,
} from '../ports.ts';
import { catalogEntries } from './catalog-entries.ts';
import { maybe, rows, type Sql } from './sql.ts';
import type { Time } from './values.ts';

/** What the API shows. Every list is cut by the caller; columns are named as the API names them. */
export function catalog(sql: Sql): Catalog {
  return {
    projects: (project) =>
      rows<ProjectView>(
        sql,
        `select id, owner || '/' || name as repository, state, config_error as "configError"
           from projects
          where $1::bigint is null or id = $1::bigint
          order by id`,
        [project],
      ),
    async tasks(project, { issue, status, epic, holder, search, after, limit }) {
      const found = await rows<TaskRow>(
        sql,
        `${TASKS}
          where ($1::bigint is null or t.project_id = $1::bigint) and t.id > $2::bigint
            and ($4::text is null or t.status = $4::text)
            and ($5::text is null or e.key = $5::text)
            and ($6::text is null or a.name = $6::text)
            and ($7::text is null or position(lower($7::text) in lower(t.title)) > 0)
            and ($8::integer is null or t.issue = $8::integer)
          order by t.id
          limit $3::integer`,
        [project, after, limit, status, epic, holder, search, issue],
      );
      return found.map(toTask);
    },
    async task(project, id) {
      const row = await maybe<TaskRow>(
        sql,
        `${TASKS} where ($1::bigint is null or t.project_id = $1::bigint) and t.id = $2::bigint`,
        [project, id],
      );
      return row && toTask(row);
    },
    taskIds: (project, issues) =>
      rows<{ id: TaskId; issue: number }>(
        sql,
        'select id, issue from tasks where project_id = $1::bigint and issue = any ($2::integer[])',
        [project, issues],
      ),
    agents: (project, { active }) => agents(sql, project, { active, id: null }),
    agent: async (project, id) => (await agents(sql, project, { active: null, id }))[0] ?? null,
    assignment: (project, id) =>
      maybe<AssignmentView>(
        sql,
        `${ASSIGNMENTS} where ($1::bigint is null or t.project_id = $1::bigint) and s.id = $2::bigint`,
        [project, id],
      ),
    assignments: (project, { status, after, limit }) =>
      rows<AssignmentView>(
        sql,
        `${ASSIGNMENTS}
          where ($1::bigint is null or t.project_id = $1::bigint) and s.id > $2::bigint
            and ($4::text is null or s.status = $4::text)
          order by s.id
          limit $3::integer`,
        [project, after, limit, status],
      ),
    lanes: (project) => lanes(sql, project),
    ...catalogEntries(sql),
    agentProgress: (project) =>
      rows<AgentProgress>(
        sql,
        `select a.id as "agentId", a.project_id as "projectId", a.name as agent,
                count(s.id) filter (where s.status = 'active') as active,
                count(s.id) filter (where s.status = 'done') as done,
                count(s.id) filter (where s.status = 'released') as released,
                count(s.id) filter (where s.status = 'lapsed') as lapsed,
                coalesce(sum(t.done_hours) filter (where s.status = 'done'), 0)::float8 as "doneHours"
           from agents a
           left join assignments s on s.agent_id = a.id
           left join tasks t on t.id = s.task_id
          where $1::bigint is null or a.project_id = $1::bigint
          group by a.id
          order by a.id`,
        [project],
      ),
    config: (project) =>
      maybe<ConfigView>(
        sql,
        `select id as "projectId", owner || '/' || name as repository, config_blob as blob, seen_blob as seen,
                config_error as error, config
           from projects where id = $1::bigint`,
        [project],
      ),
    evidence: (task) =>
      rows<EvidenceView>(
        sql,
        `select id, type, ref, summary, url, grade, created_at as at
           from evidence where task_id = $1::bigint order by id`,
        [task],
      ),
    activity: (project, { task, after, limit, latest = false }) =>
      rows<ActivityView>(
        sql,
        `with cut as (
           select id from activity
            where ($1::bigint is null or project_id = $1::bigint) and id > $2::bigint
              and ($4::bigint is null or task_id = $4::bigint)
            order by id ${latest ? 'desc' : 'asc'}
            limit $3::integer)
         select y.id, y.project_id as "projectId", t.issue, y.kind, y.actor, y.detail, y.at
           from cut join activity y using (id) left join tasks t on t.id = y.task_id
          order by y.id`,
        [project, after, limit, task],
      ),
  };
}

interface TaskRow extends Omit<TaskView, 'holder'> {
  readonly holder: { readonly agent: string; readonly until: Time; readonly fence: number } | null;
}

function toTask({ holder, ...row }: TaskRow): TaskView {
  return { ...row, holder: holder && { ...holder, until: new Date(holder.until) } };
}

const ASSIGNMENTS = `
select s.id, t.project_id as "projectId", t.id as "taskId", t.issue, a.name as agent, s.status, s.fence,
       s.created_at as since, s.expires_at as "expiresAt", s.ended_at as "endedAt"
  from assignments s
  join tasks t on t.id = s.task_id
  join agents a on a.id = s.agent_id`;

const TASKS = `
select t.id, t.project_id as "projectId", t.issue, t.title, t.status, e.key as epic, t.priority,
       t.estimate_hours::float8 as "estimateHours", round(g.percent, 1)::float8 as percent,
       round(g.verified, 1)::float8 as verified, t.held, t.blocked_reason as "blockedReason", t.labels,
       case when s.id is not null then jsonb_build_object('agent', a.name, 'until', s.expires_at, 'fence', s.fence) end
         as holder,
       (select max(r.number) from pull_requests r where r.task_id = t.id and r.state = 'open') as pull,
       t.created_at as "createdAt", t.done_at as "doneAt"
  from tasks t
  join task_progress g on g.task_id = t.id
  left join epics e on e.id = t.epic_id
  left join assignments s on s.task_id = t.id and s.status = 'active'
  left join agents a on a.id = s.agent_id`;

function agents(
  sql: Sql,
  project: ProjectId | null,
  { active, id }: { readonly active: boolean | null; readonly id: number | null },
): Promise<AgentView[]> {
  return rows<AgentView>(
    sql,
    `select id, project_id as "projectId", name, account_login as account, role, person, active, health,
            last_seen_at as "lastSeenAt", claims, max_claims as "maxClaims"
       from agent_status
      where ($1::bigint is null or project_id = $1::bigint)
        and ($2::boolean is null or active = $2::boolean)
        and ($3::bigint is null or id = $3::bigint)
      order by id`,
    [project, active, id],
  );
}

/** Shaped in the database: one statement for all lanes with what stands in them. */
function lanes(sql: Sql, project: ProjectId | null): Promise<LaneView[]> {
  return rows<LaneView>(
    sql,
    `select l.id, l.project_id as "projectId", l.branch, e.key as epic, l.pause_reason as paused,
            l.draining_by is not null as draining,
            (select count(*) from merge_entries m where m.lane_id = l.id and m.state = 'landed') as landed,
            (select count(*) from merge_entries m where m.lane_id = l.id and m.state = 'ejected') as ejected,
            (select coalesce(jsonb_agg(jsonb_build_object(
                       'id', v.id, 'pull', v.pull, 'sync', v.sync_from, 'state', v.state, 'held', v.held,
                       'place', v.place) order by v.place), '[]')
               from live_entries v where v.lane_id = l.id) as entries
       from lanes l left join epics e on e.id = l.epic_id
      where $1::bigint is null or l.project_id = $1::bigint
      order by l.id`,
    [project],
  );
}
