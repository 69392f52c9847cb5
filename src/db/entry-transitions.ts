import type { EntryId } from '../core/model/ids.ts';
import type { Candidate, Entry } from '../core/model/lane.ts';
import type { Tx } from '../ports.ts';
import { change } from './change-entry.ts';
import { toEntry, type EntryRow } from './entry-row.ts';
import { one, run, type Sql } from './sql.ts';

type Transitions = Pick<
  Tx['entries'],
  | 'admit'
  | 'setHeld'
  | 'setLeaving'
  | 'beginAttempt'
  | 'saveCandidate'
  | 'setState'
  | 'requeue'
  | 'lookAgain'
  | 'takeUp'
  | 'putOff'
  | 'lookNow'
  | 'trust'
  | 'confirmLanding'
  | 'missLanding'
>;

/** Every change names the states it may start from. Anything else is a mistake of ours and throws. */
export function entryTransitions(sql: Sql): Transitions {
  return {
    async admit(entry) {
      await change(
        sql,
        `update merge_entries set state = 'queued', queued_at = clock_timestamp(), look_at = clock_timestamp()
          where id = $1::bigint and state = 'waiting'`,
        [entry],
        'be admitted',
      );
    },
    async setHeld(entry, held) {
      await change(
        sql,
        `update merge_entries set held = $2::boolean, look_at = clock_timestamp()
          where id = $1::bigint and state not in ('landed', 'ejected')`,
        [entry, held],
        'be held or let go',
      );
    },
    async setLeaving(entry, by) {
      await change(
        sql,
        `update merge_entries set leaving_by = $2::text, look_at = clock_timestamp()
          where id = $1::bigint and state not in ('landed', 'ejected')`,
        [entry, by],
        'leave',
      );
    },
    beginAttempt: (entry) => beginAttempt(sql, entry),
    saveCandidate: (entry, candidate) => saveCandidate(sql, entry, candidate),
    async setState(entry, state) {
      await change(
        sql,
        `update merge_entries
            set state = $2::text,
                testing_since = case when $2::text = 'testing' then clock_timestamp() else testing_since end,
                landing_since = case when $2::text = 'landing' then clock_timestamp() end,
                landing_confirmed = false, landing_missed = false
          where id = $1::bigint and candidate_sha is not null
            and case $2::text when 'testing' then state = 'building'
                              else state in ('building', 'testing', 'landing') end`,
        [entry, state],
        `begin ${state}`,
      );
    },
    async requeue(entry, how) {
      await change(
        sql,
        `update merge_entries
            set state = 'queued', candidate_sha = null, candidate_tree = null, base_sha = null, config_blob = null,
                inherits_head = false, testing_since = null, landing_since = null, landing_confirmed = false,
                landing_missed = false, suspect = false, look_at = clock_timestamp(), held = held or $2::text = 'held',
                retries = retries + ($2::text = 'retry')::integer
          where id = $1::bigint and state in ('queued', 'building', 'testing', 'landing')`,
        [entry, how],
        'be queued again',
      );
    },
    async lookAgain(entry, afterMs) {
      await run(
        sql,
        `update merge_entries set look_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
          where id = $1::bigint and state not in ('landed', 'ejected')`,
        [entry, afterMs],
      );
    },
    async takeUp(entry) {
      await run(
        sql,
        `update merge_entries set look_at = clock_timestamp() + interval '20 seconds' where id = $1::bigint`,
        [entry],
      );
    },
    async putOff(entry, afterMs) {
      const put = await run(
        sql,
        `update merge_entries set look_at = clock_timestamp() + $2::bigint * interval '1 millisecond'
          where id = $1::bigint and state not in ('landed', 'ejected') and look_at > clock_timestamp()`,
        [entry, afterMs],
      );
      return put === 1;
    },
    async lookNow(entry, why) {
      await run(
        sql,
        `update merge_entries set look_at = clock_timestamp(), suspect = suspect or $2::boolean
          where id = $1::bigint and state not in ('landed', 'ejected')`,
        [entry, why === 'suspect'],
      );
    },
    async trust(entry) {
      await run(sql, 'update merge_entries set suspect = false where id = $1::bigint', [entry]);
    },
    async confirmLanding(entry) {
      await change(
        sql,
        `update merge_entries set landing_confirmed = true where id = $1::bigint and state = 'landing'`,
        [entry],
        'have its landing confirmed',
      );
    },
    async missLanding(entry) {
      await change(
        sql,
        `update merge_entries set landing_missed = true where id = $1::bigint and state = 'landing'`,
        [entry],
        'have its landing missed',
      );
    },
  };
}

async function beginAttempt(sql: Sql, entry: EntryId): Promise<Entry> {
  const row = await one<EntryRow>(
    sql,
    `with e as (
       update merge_entries
          set state = 'building', attempt = attempt + 1, candidate_sha = null, candidate_tree = null, base_sha = null,
              config_blob = null, inherits_head = false, testing_since = null, landing_since = null,
              landing_confirmed = false, landing_missed = false
        where id = $1::bigint and state = 'queued'
       returning *
     )
     select e.*, p.number as pull, p.task_id from e left join pull_requests p on p.id = e.pull_id`,
    [entry],
    `entry ${entry} cannot be built: it is not queued`,
  );
  return toEntry(row);
}

/** Once published, a candidate stays the same commit: only the configuration that judges it may change. */
async function saveCandidate(sql: Sql, entry: EntryId, candidate: Candidate): Promise<void> {
  const { sha, tree, base, inheritsHeadGates, configBlob } = candidate;
  await change(
    sql,
    `update merge_entries
        set candidate_sha = $2::text, candidate_tree = $3::text, base_sha = $4::text, inherits_head = $5::boolean,
            config_blob = $6::text
      where id = $1::bigint
        and (state = 'building' or state in ('testing', 'landing') and candidate_sha = $2::text)`,
    [entry, sha, tree, base, inheritsHeadGates, configBlob],
    'be given a candidate',
  );
}
