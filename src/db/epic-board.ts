import type { EpicId, ProjectId, TaskId } from '../core/model/ids.ts';
import type { EpicAt, EpicBoard, EpicChanges } from '../ports.ts';
import { epicFacts } from './epic-facts.ts';
import { openTasks } from './open-tasks.ts';
import { progressSummary } from './progress-summary.ts';
import { one, rows, run, type Sql } from './sql.ts';

/** Epics as a whole. Marks are only added by those who change something, and only removed here. */
export function epicBoard(sql: Sql): EpicBoard {
  return {
    changed: (limit) => changedEpics(sql, limit),
    async shown(marks) {
      // One by one, not up to the newest: one with a lower number may be committed later.
      await run(sql, 'delete from epic_changes where id = any ($1::bigint[])', [marks]);
    },
    async facts(project) {
      const epics: readonly EpicAt[] = await epicFacts(sql, project);
      return {
        epics,
        summary: await progressSummary(sql, project),
        tasks: await openTasks(sql, project),
      };
    },
    async settle(epic, issue) {
      await run(
        sql,
        `update epics set home_issue = $2::integer
          where id = $1::bigint and home_issue is distinct from $2::integer`,
        [epic, issue],
      );
    },
    async crossed(project) {
      return rows(
        sql,
        `select h.epic_id as epic, h.needs_epic as needs, p.done_percent >= h.percent as reached
           from epic_thresholds h
           join epics e on e.id = h.epic_id and e.active
           join epic_progress p on p.epic_id = h.needs_epic
          where e.project_id = $1::bigint and h.shown_reached is distinct from (p.done_percent >= h.percent)
          order by h.epic_id, h.needs_epic`,
        [project],
      );
    },
    async openTasks(epic) {
      const found = await rows<{ id: TaskId }>(
        sql,
        `select id from tasks where epic_id = $1::bigint and status not in ('done', 'failed') order by id`,
        [epic],
      );
      return found.map(({ id }) => id);
    },
    async waitingForCode(epics) {
      const found = await rows<{ id: TaskId }>(
        sql,
        `select distinct t.id
           from lanes l
           join missing_code m on m.lane_id = l.id
           join tasks t on t.id = m.task_id
          where l.epic_id = any ($1::bigint[]) and t.status not in ('done', 'failed')
          order by t.id`,
        [epics],
      );
      return found.map(({ id }) => id);
    },
    async crossingShown({ epic, needs, reached }) {
      await run(
        sql,
        `update epic_thresholds set shown_reached = $3::boolean
          where epic_id = $1::bigint and needs_epic = $2::bigint`,
        [epic, needs, reached],
      );
    },
  };
}

async function changedEpics(sql: Sql, limit: number): Promise<EpicChanges> {
  const { marks } = await one<{ marks: readonly number[] }>(
    sql,
    `select coalesce(array_agg(c.id), '{}') as marks
       from (select id from epic_changes order by id limit $1::integer) c`,
    [limit],
    'an aggregate has no outcome',
  );
  if (marks.length === 0) return { marks, projects: [] };
  const projects = await rows<{ project: ProjectId; epics: readonly EpicId[] }>(
    sql,
    `with changed as (
       select distinct epic_id from epic_changes where id = any ($1::bigint[])
     ), near as (
       select epic_id from changed
       union
       select h.epic_id from epic_thresholds h join changed c on c.epic_id = h.needs_epic
       union
       select h.needs_epic from epic_thresholds h join changed c on c.epic_id = h.epic_id
     )
     select e.project_id as project, array_agg(e.id order by e.id) as epics
       from near n
       join epics e on e.id = n.epic_id and e.active
       join projects p on p.id = e.project_id and p.state = 'active'
      group by e.project_id
      order by e.project_id`,
    [marks],
  );
  return { marks, projects };
}
