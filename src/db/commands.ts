import { PAIR_TURNS, type RecentCommands } from '../core/breaker.ts';
import type { Tx } from '../ports.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';

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
        `insert into commands (project_id, comment_id, line, text, actor_id, outcome, thread, bot, turn)
         values ($1::bigint, coalesce($2::bigint, -nextval('asked_commands')), $3::integer, $4::text, $5::bigint, $6::text, $7::integer, $8::boolean,
                 $9::boolean)
         on conflict (project_id, comment_id, line) do nothing`,
        [
          command.project,
          command.commentId,
          command.line,
          command.text,
          command.actorId,
          command.outcome,
          command.thread,
          command.bot,
          command.turn,
        ],
      );
    },
    recent: (project, thread, actor) =>
      one<RecentCommands>(
        sql,
        `select (select count(*) from commands
                  where project_id = $1::bigint and actor_id = $3::bigint and outcome <> 'withheld'
                    and created_at > clock_timestamp() - interval '1 hour') as "byActor",
                (select count(*) from commands
                  where project_id = $1::bigint and thread = $2::integer and bot and outcome <> 'withheld'
                    and created_at > clock_timestamp() - interval '1 hour') as "byBotsHere",
                (select coalesce(jsonb_agg(jsonb_build_object('actor', t.actor_id, 'bot', t.bot)
                                           order by t.created_at desc, t.comment_id desc, t.line desc), '[]')
                   from (select actor_id, bot, created_at, comment_id, line from commands
                          where project_id = $1::bigint and thread = $2::integer and turn and outcome <> 'withheld'
                            and created_at > clock_timestamp() - interval '1 hour'
                          order by created_at desc, comment_id desc, line desc
                          limit $4::integer) t) as turns`,
        [project, thread, actor, PAIR_TURNS],
        'a count has no outcome',
      ),
  };
}
