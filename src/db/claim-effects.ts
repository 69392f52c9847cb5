import type { EffectBody } from '../core/model/effect.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { ClaimedEffect } from '../ports.ts';
import { rows, type Sql } from './sql.ts';

export interface PendingRow {
  readonly id: number;
  readonly project_id: ProjectId;
  readonly key: string;
  readonly payload: EffectBody;
  readonly version: number;
  readonly attempts: number;
  readonly external_id: number | null;
  readonly fence: number;
  readonly trace: string | null;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
}

/**
 * Answers whose claims live on. A claim that was over for a moment stays over: another executor may have begun. It waits
 * for one row only, while it holds none: whoever wants several effects locks them in an order of its own. One of the rest
 * that is locked just now is renewed the next time.
 */
export async function beginEffect(
  sql: Sql,
  effect: ClaimedEffect,
  rest: readonly ClaimedEffect[],
  leaseMs: number,
): Promise<readonly number[]> {
  const all = [effect, ...rest];
  const found = await rows<{ id: number }>(
    sql,
    `with mine as materialized (
       select * from unnest($2::bigint[], $3::bigint[]) as mine (id, fence)
     ), first as materialized (
       select e.id
         from effects e join mine on mine.id = e.id
        where e.id = $1::bigint and e.fence = mine.fence and e.leased_until > clock_timestamp()
          for update of e
     ), others as materialized (
       select e.id
         from effects e join mine on mine.id = e.id
        where e.id <> $1::bigint and e.fence = mine.fence and e.leased_until > clock_timestamp()
          and (select count(*) from first) >= 0
          for update of e skip locked
     )
     update effects e
        set leased_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
            begun = e.begun or e.id = $1::bigint
      where e.id in (select id from first union all select id from others)
     returning e.id`,
    [effect.id, all.map(({ id }) => id), all.map(({ fence }) => fence), leaseMs],
  );
  return found.map(({ id }) => id);
}

/**
 * Claims follow each other under one advisory lock (a claim takes about a millisecond): only so does each see the
 * leases of the one before, and no installation gets two executors. All that is claimed at once is of the installation
 * that has waited longest: an executor that dies silences no other. A comment waits for the earlier comments of its
 * thread. `attempts` counts here, so a crash between sending and recording shows as a second attempt. What makes something
 * new and was being sent when its claim ran out waits until every replica shows it (`effect_claim_over`): then whoever
 * looks first sees it.
 */
export async function claimEffects(sql: Sql, limit: number, leaseMs: number): Promise<readonly PendingRow[]> {
  await rows(sql, `select pg_advisory_xact_lock(hashtext('flotilla outbox'))`, []);
  return rows<PendingRow>(
    sql,
    `with busy as materialized (
       select distinct p.installation_id
         from effects e join projects p on p.id = e.project_id
        where e.leased_until > clock_timestamp()
     ), due as materialized (
       select e.id, e.project_id, e.object, e.due_at, p.installation_id
         from effects e join projects p on p.id = e.project_id
        where e.version > e.sent_version and not e.dead and e.due_at <= (select clock_timestamp())
          and p.state = 'active'
          and coalesce(effect_claim_over(e) <= clock_timestamp(), true)
          and not exists (select from busy b where b.installation_id = p.installation_id)
          and not exists (select from effect_waits w
                           where w.installation_id = p.installation_id and w.kind = e.kind
                             and w.until > clock_timestamp())
          and (e.kind <> 'comment'
               or not exists (select from effects o
                               where o.project_id = e.project_id and o.object = e.object and o.kind = 'comment'
                                 and o.version > o.sent_version and not o.dead and o.id < e.id))
        order by e.due_at, e.id
        limit $1::integer * 20
     ), firsts as materialized (
       select distinct on (project_id, object) id, due_at, installation_id
         from due order by project_id, object, due_at, id
     ), head as materialized (
       select e.id
         from effects e join firsts f on f.id = e.id
        where e.version > e.sent_version and not e.dead
        order by f.due_at, f.id
        limit 1
          for update of e skip locked
     ), picked as materialized (
       select e.id, e.due_at
         from effects e
        where e.id in (select id from firsts
                        where installation_id = (select f.installation_id from firsts f join head on head.id = f.id)
                        order by due_at, id limit $1::integer)
          and e.version > e.sent_version and not e.dead
          for update skip locked
     ), claimed as (
       update effects e
          set attempts = e.attempts + (e.leased_until is null or e.begun)::integer, fence = e.fence + 1, begun = false,
              claimed_version = e.version, claimed_state = e.payload ->> 'state',
              leased_until = clock_timestamp() + $2::bigint * interval '1 millisecond'
         from picked
        where e.id = picked.id
       returning e.*
     )
     select c.id, c.project_id, c.key, c.payload, c.version, c.attempts, c.external_id, c.fence, c.trace,
            p.installation_id, p.owner, p.name
       from claimed c
       join projects p on p.id = c.project_id
      order by c.due_at, c.id`,
    [limit, leaseMs],
  );
}
