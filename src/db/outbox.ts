import type pg from 'pg';
import type { Claim, ClaimedEffect, DeadEffect, Outbox } from '../ports.ts';
import { beginEffect, claimEffects, type PendingRow } from './claim-effects.ts';
import { one, rows, run, type Sql } from './sql.ts';
import { runTransaction, type TransactionOptions } from './transaction.ts';

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
      await runTransaction(pool, options, (client) => handBack(client, effects));
    },
    async wait(installation, kind, ms) {
      await run(
        pool,
        `insert into effect_waits (installation_id, kind, until)
         values ($1::bigint, $2::text, clock_timestamp() + $3::bigint * interval '1 millisecond')
         on conflict (installation_id, kind) do update
           set until = greatest(effect_waits.until, excluded.until)`,
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

/** An attempt before this claim, whose answer is unknown, stays known. */
async function handBack(sql: Sql, effects: readonly ClaimedEffect[]): Promise<void> {
  await run(
    sql,
    `update effects e
        set attempts = greatest(e.attempts - 1, least(back.attempts - 1, 1)), leased_until = null,
            claimed_version = null, claimed_state = null
       from unnest($1::bigint[], $2::integer[], $3::bigint[]) as back (id, attempts, fence)
      where e.id = back.id and e.fence = back.fence and e.leased_until is not null`,
    [effects.map(({ id }) => id), effects.map(({ attempts }) => attempts), effects.map(({ fence }) => fence)],
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
    ...(row.trace === null ? {} : { trace: row.trace }),
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

/**
 * What GitHub refuses for good is dead (delays grow by up to a quarter, so that not all come at once), but not the
 * newer version that nobody has tried yet.
 */
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
