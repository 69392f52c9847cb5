import type { Tx } from '../ports.ts';
import { maybe, rows, run, type Sql } from './sql.ts';

/** One outcome per line of a comment: the first that is saved stays. */
export function commands(sql: Sql): Tx['commands'] {
  return {
    async known(project, commentId, line) {
      // Two workers may have the same line: the second waits for what the first commits, and then sees it.
      await rows(sql, 'select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
        `command ${project} ${commentId} ${line}`,
      ]);
      const row = await maybe(
        sql,
        `select line from commands
          where project_id = $1::bigint and comment_id = $2::bigint and line = $3::integer`,
        [project, commentId, line],
      );
      return row !== null;
    },
    async save(command) {
      await run(
        sql,
        `insert into commands (project_id, comment_id, line, text, actor_id, outcome)
         values ($1::bigint, $2::bigint, $3::integer, $4::text, $5::bigint, $6::text)
         on conflict (project_id, comment_id, line) do nothing`,
        [command.project, command.commentId, command.line, command.text, command.actorId, command.outcome],
      );
    },
  };
}
