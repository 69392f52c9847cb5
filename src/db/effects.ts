import type { Effect } from '../core/model/effect.ts';
import type { Tx } from '../ports.ts';
import { maybe, one, rows, run, type Sql } from './sql.ts';

export function effects(sql: Sql, trace: () => string | null = () => null): Tx['effects'] {
  return {
    want: (effect) => wantEffect(sql, effect, trace()),
    async again(project, key) {
      await run(
        sql,
        `update effects
            set version = version + 1, attempts = 0, due_at = clock_timestamp(), dead = false, error = null
          where project_id = $1::bigint and key = $2::text and (version = sent_version or dead)`,
        [project, key],
      );
    },
    async isKnown(project, key) {
      const row = await maybe(
        sql,
        'select id from effects where project_id = $1::bigint and key = $2::text',
        [project, key],
      );
      return row !== null;
    },
    async repliesInLastHour(project, issue) {
      // Whoever counts is about to reply: the next one counts that reply, too.
      await rows(sql, 'select pg_advisory_xact_lock(hashtextextended($1::text, 0))', [
        `replies ${project} ${issue}`,
      ]);
      const row = await one<{ count: number }>(
        sql,
        `select count(*) from effects
          where project_id = $1::bigint and object = 'issue:' || $2::integer and kind = 'comment'
            and (sent_version = 0 and not dead or sent_at > clock_timestamp() - interval '1 hour')`,
        [project, issue],
        'a count has no outcome',
      );
      return row.count;
    },
  };
}

/**
 * Wanting the same thing again changes nothing, and neither does wanting a comment that was posted; another payload is
 * a new version, due after `settleMs`. A status comment in the state that was sent last waits until 60 s after that, and
 * a version that waits is never put off. One attempt of an unsent version is remembered: its answer is unknown, so the
 * next executor has to look first, and not before every replica shows what that attempt may have made. It looks in one
 * thread, so a comment that was tried once stays in its thread.
 */
async function wantEffect(sql: Sql, effect: Effect, trace: string | null): Promise<void> {
  const { projectId, key, settleMs, ...payload } = effect;
  await run(
    sql,
    `insert into effects as known (project_id, key, kind, payload, due_at, trace)
     values ($1::bigint, $2::text, $3::text, $4::jsonb,
             clock_timestamp() + $5::bigint * interval '1 millisecond', $6::text)
     on conflict (project_id, key) do update
       set kind = excluded.kind,
           payload = excluded.payload,
           trace = excluded.trace,
           version = known.version + 1,
           attempts = case when known.version > known.sent_version then least(known.attempts, 1) else 0 end,
           due_at = greatest(
             case when known.version > known.sent_version and known.attempts > 0 and effect_makes_new(known)
                  then least(known.due_at, clock_timestamp() + interval '31 seconds') end,
             least(
               case when known.version > known.sent_version and known.attempts = 0 then known.due_at end,
               case when excluded.kind = 'sticky'
                         and excluded.payload ->> 'state' = coalesce(known.claimed_state, known.sent_state)
                    then greatest(excluded.due_at, known.sent_at + interval '60 seconds')
                    else excluded.due_at end)),
           dead = false,
           error = null
       where (excluded.kind <> 'comment' or known.sent_version = 0
                and (known.attempts = 0 or known.payload -> 'issue' = excluded.payload -> 'issue'))
         and ((excluded.payload - 'state') is distinct from (known.payload - 'state')
          or (excluded.payload ->> 'state' <> known.payload ->> 'state' and known.version > known.sent_version))`,
    [projectId, key, effect.kind, JSON.stringify(payload), settleMs, trace],
  );
}
