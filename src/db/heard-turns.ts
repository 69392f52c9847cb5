import type { IssueKnown, Polls, Tx } from '../ports.ts';
import { maybe, rows, run, type Sql } from './sql.ts';

/** What was heard of people's clicks on the issue of a task. */
export function heardTurns(sql: Sql): Pick<Tx['tasks'], 'hear' | 'isHeard'> {
  return {
    async hear(task, { about, on, at }) {
      // GitHub's times are whole seconds: of two in the same one, the other counts.
      const written = await run(
        sql,
        `insert into heard_turns as known (task_id, about, present, at)
         values ($1::bigint, $2::text, $3::boolean, $4::timestamptz)
         on conflict (task_id, about) do update set present = excluded.present, at = excluded.at
           where known.at < excluded.at or (known.at = excluded.at and known.present <> excluded.present)`,
        [task, about, on, at],
      );
      return written === 1;
    },
    async isHeard(task, about) {
      const row = await maybe(
        sql,
        'select task_id from heard_turns where task_id = $1::bigint and about = $2::text and present',
        [task, about],
      );
      return row !== null;
    },
  };
}

/** The same, asked outside of any transaction. */
export function heardReads(sql: Sql): Pick<Polls, 'reopenHeard' | 'issueKnown' | 'isHeard'> {
  return {
    async reopenHeard(project, issue, reopenedAt) {
      // Whose issue is still to be closed was opened before its task ended; those that failed are not closed.
      const row = await maybe(
        sql,
        `select t.id
           from tasks t
          where t.project_id = $1::bigint and t.issue = $2::integer
            and (exists (select from heard_turns h
                          where h.task_id = t.id and h.about = 'open' and h.present and h.at >= $3::timestamptz)
                 or exists (select from effects e
                             where e.project_id = t.project_id and e.key = 'labels:' || t.id
                               and e.version > e.sent_version)
                 or exists (select from activity a
                             where a.task_id = t.id and a.kind = 'task.failed' and a.at > $3::timestamptz
                                                                                       + interval '1 second'))`,
        [project, issue, reopenedAt],
      );
      return row !== null;
    },
    async isHeard(project, about) {
      const row = await maybe(
        sql,
        `select h.task_id
           from heard_turns h join tasks t on t.id = h.task_id
          where t.project_id = $1::bigint and h.about = $2::text and h.present
          limit 1`,
        [project, about],
      );
      return row !== null;
    },
    async issueKnown(project, issue) {
      const [row] = await rows<IssueKnown>(
        sql,
        `select (select g.name
                   from assignments s join agents g on g.id = s.agent_id
                  where s.task_id = t.id and s.status = 'active') as holder,
                array(select h.about from heard_turns h
                       where h.task_id = t.id and h.present and h.about <> 'open' and h.about not like 'pull %'
                       order by h.about) as heard,
                t.parent_issue as parent,
                (select coalesce(jsonb_agg(jsonb_build_object('project', d.on_project_id, 'issue', d.on_issue)
                                           order by d.on_project_id, d.on_issue), '[]')
                   from task_edges d
                  where d.task_id = t.id and d.source = 'native') as blockers
           from tasks t
          where t.project_id = $1::bigint and t.issue = $2::integer`,
        [project, issue],
      );
      return row ?? null;
    },
  };
}
