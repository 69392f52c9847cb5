import type { Done } from '../core/model/once.ts';
import { Overtaken, type Answers, type KeptAnswer, type Tx } from '../ports.ts';
import { maybe, run, type Sql } from './sql.ts';

/** Longer than a request may take; whoever is not heard of until then has crashed. */
const LEASE_SECONDS = 60;

interface AnswerRow {
  readonly same: boolean;
  readonly status: number | null;
  readonly type: string | null;
  readonly body: string | null;
}

export function answers(sql: Sql): Answers {
  return {
    async begin({ caller, key, request }) {
      await prune(sql);
      const mine = await maybe<{ fence: number; done: Done | null }>(
        sql,
        `insert into api_answers as a (caller, key, request, leased_until)
         values ($1::bytea, $2::text, $3::bytea, clock_timestamp() + $4::integer * interval '1 second')
         on conflict (caller, key) do update
           set leased_until = excluded.leased_until, fence = a.fence + 1
           where a.status is null and a.leased_until < clock_timestamp() and a.request = excluded.request
         returning fence, done`,
        [caller, key, request, LEASE_SECONDS],
      );
      if (mine) return { kind: 'new', ...mine };
      const known = await maybe<AnswerRow>(
        sql,
        `select request = $3::bytea as same, status, type, body
           from api_answers where caller = $1::bytea and key = $2::text`,
        [caller, key, request],
      );
      if (known && !known.same) return { kind: 'other' };
      const answer = known && answerOf(known);
      return answer ? { kind: 'answered', answer } : { kind: 'under_way' };
    },
    async keep({ caller, key }, fence, { status, type, body }) {
      await run(
        sql,
        `update api_answers set status = $4::integer, type = $5::text, body = $6::text
          where caller = $1::bytea and key = $2::text and fence = $3::integer and status is null`,
        [caller, key, fence, status, type, body],
      );
    },
    async forget({ caller, key }, fence) {
      await run(
        sql,
        `with given_up as (update api_answers set leased_until = '-infinity'
                            where caller = $1::bytea and key = $2::text and fence = $3::integer
                              and status is null and done is not null)
         delete from api_answers
          where caller = $1::bytea and key = $2::text and fence = $3::integer
            and status is null and done is null`,
        [caller, key, fence],
      );
    },
  };
}

/** Locks the row until the commit: whoever takes the write over meanwhile sees what it came to. */
export async function settleWrite(sql: Sql, ...[once, done]: Parameters<Tx['settleWrite']>): Promise<void> {
  const { asked, fence } = once;
  const mine = await maybe(
    sql,
    `update api_answers set done = $4::jsonb
      where caller = $1::bytea and key = $2::text and fence = $3::integer and status is null
     returning fence`,
    [asked.caller, asked.key, fence, JSON.stringify(done)],
  );
  if (!mine) throw new Overtaken(`somebody else has ${asked.key} in hand`);
}

/** Each new key makes room for itself: what is a day old goes. */
async function prune(sql: Sql): Promise<void> {
  await run(
    sql,
    `delete from api_answers
      where (caller, key) in (select caller, key from api_answers
                               where created_at < clock_timestamp() - interval '1 day'
                               order by created_at
                               limit 100
                                 for update skip locked)`,
    [],
  );
}

function answerOf({ status, type, body }: AnswerRow): KeptAnswer | null {
  return status === null || type === null || body === null ? null : { status, type, body };
}
