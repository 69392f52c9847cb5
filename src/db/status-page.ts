import type { ProjectId } from '../core/model/ids.ts';
import type { StatusPage } from '../ports.ts';
import { epicSummaries } from './epic-summaries.ts';
import { one, rows, type Sql } from './sql.ts';

interface ActivityRow {
  readonly at: Date;
  readonly kind: string;
  readonly actor: string;
  readonly issue: number | null;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Everything the plain status page shows: at most 500 tasks a project, and the newest 50 lines of activity. */
export async function statusPage(sql: Sql): Promise<StatusPage> {
  const projects = await projectsOfPage(sql);
  const activity = await rows<ActivityRow>(
    sql,
    `select a.at, a.kind, a.actor, t.issue, a.detail
       from activity a left join tasks t on t.id = a.task_id
      order by a.id desc
      limit 50`,
    [],
  );
  const counts = await one<Pick<StatusPage, 'deliveries' | 'effects'>>(
    sql,
    `select jsonb_build_object(
              'pending', (select count(*) from deliveries where state = 'pending'),
              'dead', (select count(*) from deliveries where state = 'dead')) as deliveries,
            jsonb_build_object(
              'waiting', (select count(*) from effects where version > sent_version and not dead),
              'dead', (select count(*) from effects where dead)) as effects`,
    [],
    'a count has no outcome',
  );
  return { projects, activity, ...counts };
}

/** Shaped in the database, so that two round trips give all projects with their lists. */
async function projectsOfPage(sql: Sql): Promise<StatusPage['projects']> {
  const epics = await epicSummaries(sql, null);
  const found = await rows<Omit<StatusPage['projects'][number], 'epics'> & { readonly id: ProjectId }>(
    sql,
    `select p.id, p.owner, p.name, p.state, p.config_error as "configError",
            (select coalesce(jsonb_agg(jsonb_build_object(
                       'branch', l.branch, 'paused', l.pause_reason,
                       'entries', (select coalesce(jsonb_agg(jsonb_build_object(
                                            'pull', v.pull, 'sync', v.sync_from, 'state', v.state, 'held', v.held) order by v.place), '[]')
                                     from live_entries v where v.lane_id = l.id),
                       'landed', (select count(*) from merge_entries m where m.lane_id = l.id and m.state = 'landed'),
                       'ejected', (select count(*) from merge_entries m where m.lane_id = l.id and m.state = 'ejected'))
                     order by l.id), '[]')
               from lanes l where l.project_id = p.id) as lanes,
            (select coalesce(jsonb_agg(jsonb_build_object(
                       'issue', t.issue, 'title', t.title, 'epic', t.epic, 'status', t.status, 'holder', t.holder,
                       'percent', t.percent) order by t.issue), '[]')
               from (select t.issue, t.title, e.key as epic, t.status, a.name as holder, round(g.percent) as percent
                       from tasks t
                       join task_progress g on g.task_id = t.id
                       left join epics e on e.id = t.epic_id
                       left join assignments s on s.task_id = t.id and s.status = 'active'
                       left join agents a on a.id = s.agent_id
                      where t.project_id = p.id
                      order by t.issue
                      limit 500) t) as tasks,
            (select jsonb_build_object('scored', h.scored, 'p50', h.p50, 'p85', h.p85)
               from forecast_hits h where h.project_id = p.id) as hits
       from projects p
      order by p.owner, p.name`,
    [],
  );
  return found.map(({ id, ...project }) => ({ ...project, epics: epics.get(id) ?? [] }));
}
