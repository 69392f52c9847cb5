import type { Pool } from 'pg';
import type { Limits } from '../core/budget/limits.ts';
import type { EjectReason } from '../core/model/lane.ts';
import type { Log, Measurements } from '../ports.ts';
import { budgetLevels } from './budget-levels.ts';
import { one } from './sql.ts';
import { runTransaction } from './transaction.ts';

/** A scrape that takes longer is worth less than what it disturbs. */
const AT_MOST_MS = 3_000;
/** Each lane and each installation is a series of its own for whoever scrapes, for as long as it keeps them. */
const SERIES_AT_MOST = 50;

type Found = Omit<Measurements, 'budgets'>;

/** Reads everything at once. Throws when it takes longer than 3 s. */
export function measurements(pool: Pool, options: { readonly log: Log; readonly limits: Limits }) {
  return function measure(): Promise<Measurements> {
    return runTransaction(pool, { log: options.log, ring: async () => {} }, async (client) => {
      await client.query(`set local statement_timeout = ${AT_MOST_MS}`);
      const { ejections, ...found } = await one<Found>(
        client,
        EVERYTHING,
        [SERIES_AT_MOST],
        'counts are a row',
      );
      const budgets = await budgetLevels(client, options.limits);
      const least = budgets.toSorted((a, b) => a.requests - b.requests).slice(0, SERIES_AT_MOST);
      return { ...found, ejections: listed(ejections), budgets: least };
    });
  };
}

function listed(counts: unknown): Measurements['ejections'] {
  const byReason = counts as Readonly<Partial<Record<EjectReason, number>>>;
  return (Object.keys(byReason) as EjectReason[]).map((reason) => ({ reason, count: byReason[reason] ?? 0 }));
}

const EVERYTHING = `
with waiting as (
  select count(*) filter (where state = 'pending') as pending,
         count(*) filter (where state = 'dead') as dead,
         min(received_at) filter (where state = 'pending') as oldest
    from deliveries
   where state in ('pending', 'dead')
), outbox as (
  select count(*) filter (where not e.dead) as waiting,
         count(*) filter (where e.dead) as dead,
         min(e.due_at) filter (where not e.dead) as first
    from effects e
    join projects p on p.id = e.project_id and p.state = 'active'
   where e.version > e.sent_version
), claims as (
  select count(*) filter (where status = 'active') as active,
         count(*) as made,
         count(*) filter (where status = 'lapsed') as lapsed
    from assignments
), alive as (
  select l.id, p.owner || '/' || p.name as repository, l.branch, l.pause_reason is not null as paused,
         count(e.id) as entries,
         coalesce(extract(epoch from clock_timestamp() - min(e.queued_at)), 0) as age
    from lanes l
    join projects p on p.id = l.project_id and p.state = 'active'
    left join merge_entries e on e.lane_id = l.id and e.state not in ('landed', 'ejected')
   group by l.id, p.id
), longest as (
  select repository, branch, entries, greatest(age, 0) as age
    from alive
   where entries > 0
   order by entries desc, id
   limit $1::integer
), ended as (
  select state, reason, count(*) as count
    from merge_entries
   where state in ('landed', 'ejected')
   group by state, reason
), gates as (
  select percentile_cont(array[0.5, 0.95]) within group (order by extract(epoch from landing_since - testing_since)) as at
    from merge_entries
   where state = 'landed' and ended_at > clock_timestamp() - interval '1 day'
     and landing_since >= testing_since
)
select jsonb_build_object('pending', w.pending, 'dead', w.dead,
         'lag', greatest(0, coalesce(extract(epoch from clock_timestamp() - w.oldest), 0))) as deliveries,
       jsonb_build_object('waiting', o.waiting, 'dead', o.dead,
         'lag', greatest(0, coalesce(extract(epoch from clock_timestamp() - o.first), 0))) as effects,
       to_jsonb(c) as claims,
       jsonb_build_object(
         'open', (select count(*) from alive where not paused),
         'paused', (select count(*) from alive where paused),
         'entries', (select coalesce(sum(entries), 0) from alive),
         'age', (select greatest(0, coalesce(max(age), 0)) from alive),
         'longest', (select coalesce(jsonb_agg(to_jsonb(l)), '[]') from longest l)) as lanes,
       (select coalesce(sum(count), 0) from ended where state = 'landed')::bigint as landings,
       (select coalesce(jsonb_object_agg(reason, count), '{}') from ended where state = 'ejected') as ejections,
       case when g.at is null then null
            else jsonb_build_object('p50', g.at[1], 'p95', g.at[2]) end as gates
  from waiting w, outbox o, claims c, gates g`;
