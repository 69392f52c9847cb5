import type pg from 'pg';
import type { EffectBody } from '../core/model/effect.ts';
import type { ProjectId } from '../core/model/ids.ts';
import type { Claim, ClaimedEffect, DeadEffect, Outbox } from '../ports.ts';
import { one, rows, run, type Sql } from './sql.ts';
import { runTransaction, type TransactionOptions } from './transaction.ts';

interface PendingRow {
  readonly id: number;
  readonly project_id: ProjectId;
  readonly key: string;
  readonly payload: EffectBody;
  readonly version: number;
  readonly attempts: number;
  readonly external_id: number | null;
  readonly fence: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
}

/** No request to GitHub takes longer. */
const REQUEST_MS = 10_000;
export function outbox(pool: pg.Pool, options: TransactionOptions): Outbox {
  const leases = new WeakMap<ClaimedEffect, number>();

  function claimed(row: PendingRow, until: number): ClaimedEffect {
    const effect: ClaimedEffect = {
      ...toPending(row),
      stillMine: () => performance.now() < (leases.get(effect) ?? until),
    };
    return effect;
  }

  return {
    async claim(limit, leaseMs) {
      const until = leaseFromNow(leaseMs);
      const found = await runTransaction(pool, options, (client) => claimEffects(client, limit, leaseMs));
      return found.map((row) => claimed(row, until));
    },
    async begin(effect, rest, leaseMs) {
      const until = leaseFromNow(leaseMs);
      const renewed = new Set(await beginEffect(pool, effect, rest, leaseMs));
      for (const one of [effect, ...rest]) if (renewed.has(one.id)) leases.set(one, until);
      return renewed.has(effect.id);
    },
    sent: (effect, externalId) => markSent(pool, effect, externalId),
    fail: (effect, error, delayMs) => markFailed(pool, effect, error, delayMs),
    async handBack(effects) {
      await run(
        pool,
        // An attempt before this claim, whose answer is unknown, stays known.
        `update effects e
            set attempts = greatest(e.attempts - 1, least(back.attempts - 1, 1)), leased_until = null,
                claimed_version = null, claimed_state = null
           from unnest($1::bigint[], $2::integer[], $3::bigint[]) as back (id, attempts, fence)
          where e.id = back.id and e.fence = back.fence and e.leased_until is not null`,
        [
          effects.map(({ id }) => id),
          effects.map(({ attempts }) => attempts),
          effects.map(({ fence }) => fence),
        ],
      );
    },
    async wait(installation, kind, ms) {
      await run(
        pool,
        `insert into effect_waits (installation_id, kind, until)
         values ($1::bigint, $2::text, clock_timestamp() + $3::bigint * interval '1 millisecond')
         on conflict (installation_id, kind) do update set until = excluded.until`,
        [installation, kind, Math.ceil(ms)],
      );
    },
    dead: () => deadEffects(pool),
    redrive: (effect) => redriveEffect(pool, effect),
    async nextDue() {
      const row = await one<{ ms: number | null }>(
        pool,
        // `greatest` passes over nulls, so without the case nothing at all would be due at once.
        `select case when count(*) > 0
                     then greatest(0, ceil(1000 * extract(epoch from
                            min(greatest(e.due_at, w.until, effect_claim_over(e))) - clock_timestamp())))::bigint
                 end as ms
           from effects e
           join projects p on p.id = e.project_id
           left join effect_waits w on w.installation_id = p.installation_id and w.kind = e.kind
          where e.version > e.sent_version and not e.dead and p.state = 'active'`,
        [],
        'a minimum has no outcome',
      );
      return row.ms;
    },
    async waiting() {
      const row = await one<{ count: number }>(
        pool,
        'select count(*) from effects where version > sent_version and not dead',
        [],
        'a count has no outcome',
      );
      return row.count;
    },
  };
}

/** Until when one more request ends within a lease that begins later than this. This clock runs on in a frozen process. */
function leaseFromNow(leaseMs: number): number {
  return performance.now() + leaseMs - REQUEST_MS;
}

/** Answers whose claims live on. A claim that was over for a moment stays over: another executor may have begun. */
async function beginEffect(
  sql: Sql,
  effect: ClaimedEffect,
  rest: readonly ClaimedEffect[],
  leaseMs: number,
): Promise<readonly number[]> {
  const all = [effect, ...rest];
  const found = await rows<{ id: number }>(
    sql,
    `update effects e
        set leased_until = clock_timestamp() + $4::bigint * interval '1 millisecond',
            begun = e.begun or e.id = $1::bigint
       from unnest($2::bigint[], $3::bigint[]) as mine (id, fence)
      where e.id = mine.id and e.fence = mine.fence and e.leased_until > clock_timestamp()
     returning e.id`,
    [effect.id, all.map(({ id }) => id), all.map(({ fence }) => fence), leaseMs],
  );
  return found.map(({ id }) => id);
}

/**
 * Claims follow each other under one advisory lock (a claim takes about a millisecond): only so does each see the
 * leases of the one before, and no installation gets two executors. A comment waits for the earlier comments of its
 * thread. `attempts` counts here, so a crash between sending and recording shows as a second attempt. What makes something
 * new and was being sent when its claim ran out waits until every replica shows it (`effect_claim_over`): then whoever
 * looks first sees it.
 */
async function claimEffects(sql: Sql, limit: number, leaseMs: number): Promise<readonly PendingRow[]> {
  await rows(sql, `select pg_advisory_xact_lock(hashtext('flotilla outbox'))`, []);
  return rows<PendingRow>(
    sql,
    `with busy as materialized (
       select distinct p.installation_id
         from effects e join projects p on p.id = e.project_id
        where e.leased_until > clock_timestamp()
     ), due as materialized (
       select e.id, e.project_id, e.object, e.due_at
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
       select distinct on (project_id, object) id, due_at from due order by project_id, object, due_at, id
     ), picked as materialized (
       select e.id, e.due_at
         from effects e
        where e.id in (select id from firsts order by due_at, id limit $1::integer)
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
     select c.id, c.project_id, c.key, c.payload, c.version, c.attempts, c.external_id, c.fence,
            p.installation_id, p.owner, p.name
       from claimed c
       join projects p on p.id = c.project_id
      order by c.due_at, c.id`,
    [limit, leaseMs],
  );
}

function toPending(row: PendingRow): Omit<ClaimedEffect, 'stillMine'> {
  return {
    id: row.id,
    effect: { projectId: row.project_id, key: row.key, settleMs: 0, ...row.payload },
    version: row.version,
    attempts: row.attempts,
    externalId: row.external_id,
    fence: row.fence,
    repo: { installationId: row.installation_id, owner: row.owner, name: row.name },
  };
}

/** A version that was wanted meanwhile stays due; a status comment 60 s from now unless its state is new. */
async function markSent(
  sql: Sql,
  { id, fence, version }: Claim & Pick<ClaimedEffect, 'version'>,
  externalId: number | null,
): Promise<void> {
  await run(
    sql,
    `update effects
        set sent_version = greatest(sent_version, $2::integer), external_id = coalesce($3::bigint, external_id),
            sent_at = clock_timestamp(), attempts = 0, leased_until = null, claimed_version = null,
            claimed_state = null, sent_state = claimed_state,
            error = case when version > $2::integer then error end,
            due_at = case when version > $2::integer and kind = 'sticky' and payload ->> 'state' = claimed_state
                          then clock_timestamp() + interval '60 seconds'
                          else due_at end
      where id = $1::bigint and fence = $4::bigint`,
    [id, version, externalId, fence],
  );
}

/** What GitHub refuses for good is dead (delays grow by up to a quarter, so that not all come at once), but not the newer version that nobody has tried yet. */
async function markFailed(
  sql: Sql,
  { id, fence }: Claim,
  error: string,
  delayMs: number | null,
): Promise<void> {
  await run(
    sql,
    `update effects
        set error = $2::text, leased_until = null, claimed_version = null, claimed_state = null,
            dead = $3::bigint is null and version = coalesce(claimed_version, version),
            due_at = case when $3::bigint is null then due_at
                          else clock_timestamp() + $3::bigint * interval '1 millisecond' * (1 + random() / 4) end
      where id = $1::bigint and fence = $4::bigint and version > sent_version`,
    [id, error, delayMs, fence],
  );
}

async function deadEffects(sql: Sql): Promise<readonly DeadEffect[]> {
  return rows<DeadEffect>(
    sql,
    `select e.id, p.owner || '/' || p.name as repository, e.kind, e.key, coalesce(e.error, '') as error, e.attempts,
            e.created_at as "wantedAt"
       from effects e join projects p on p.id = e.project_id
      where e.dead
      order by e.id
      limit 1000`,
    [],
  );
}

/** One attempt is remembered: an answer may have been lost, so the next executor looks first. */
async function redriveEffect(sql: Sql, effect: number): Promise<boolean> {
  const revived = await run(
    sql,
    `update effects
        set dead = false, error = null, attempts = least(attempts, 1), due_at = clock_timestamp()
      where id = $1::bigint and dead`,
    [effect],
  );
  return revived === 1;
}
