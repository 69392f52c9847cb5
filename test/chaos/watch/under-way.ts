import type { Pool } from 'pg';
import { askDatabase } from './ask-database.ts';

export type ThingKind = 'lane' | 'delivery' | 'effect';

/** Something that a process has in its hands; `version` changes when anybody goes on with it, or gives it back. */
export interface Thing {
  readonly kind: ThingKind;
  readonly id: string;
  readonly version: string;
}

const LANES = `select 'lane' as kind, l.id::text, l.fence || ' ' || coalesce(l.held_until::text, '') as version
  from lanes l join projects p on p.id = l.project_id`;
const DELIVERIES = `select 'delivery' as kind, guid as id,
  attempts || ' ' || state || ' ' || coalesce(leased_until::text, '') as version from deliveries`;
const EFFECTS = `select 'effect' as kind, e.id::text,
  e.fence || ' ' || e.sent_version || ' ' || e.dead || ' ' || coalesce(e.leased_until::text, '') as version
  from effects e join projects p on p.id = e.project_id
  left join effect_waits w on w.installation_id = p.installation_id and w.kind = e.kind`;

/** Once nobody holds it any more: a lane in which something is to be done now. One that is paused or waits for CI is at rest. */
const LANE_DUE = `(l.held_until > clock_timestamp() or p.state = 'active' and exists (
  select from merge_entries m
   where m.lane_id = l.id and m.state not in ('waiting', 'landed', 'ejected') and m.look_at <= clock_timestamp()
     and (m.state <> 'queued' or m.leaving_by is not null
          or not m.held and l.pause_reason is null
             and not exists (select from merge_entries f
                              where f.lane_id = l.id and f.state in ('building', 'testing', 'landing')))))`;
/** Once nobody has it any more: an effect that may be sent now. GitHub's limits and a suspension may keep it for long. */
const EFFECT_DUE = `(e.leased_until > clock_timestamp() or p.state = 'active' and e.version > e.sent_version
  and e.due_at <= clock_timestamp() and coalesce(w.until <= clock_timestamp(), true))`;

/** What some process has in its hands now. */
export function underWay(pool: Pool): Promise<readonly Thing[]> {
  return askDatabase<Thing>(
    pool,
    `${LANES} where l.held_until > clock_timestamp()
     union all ${DELIVERIES} where state = 'pending' and leased_until > clock_timestamp()
     union all ${EFFECTS} where e.leased_until > clock_timestamp()`,
  );
}

/** Those of `things` that nobody has gone on with, though there is something to do. */
export async function leftLying(pool: Pool, things: readonly Thing[]): Promise<readonly Thing[]> {
  if (things.length === 0) return [];
  const ids = (kind: ThingKind) => things.filter((thing) => thing.kind === kind).map(({ id }) => id);
  const now = await askDatabase<Thing>(
    pool,
    `${LANES} where l.id = any($1::bigint[]) and ${LANE_DUE}
     union all ${DELIVERIES} where guid = any($2::text[])
     union all ${EFFECTS} where e.id = any($3::bigint[]) and ${EFFECT_DUE}`,
    [ids('lane'), ids('delivery'), ids('effect')],
  );
  const versions = new Map(now.map(({ kind, id, version }) => [`${kind} ${id}`, version]));
  return things.filter(({ kind, id, version }) => versions.get(`${kind} ${id}`) === version);
}

/** What is known of something that nobody goes on with, for whoever looks for the reason. */
export async function whyLying(pool: Pool, { kind, id }: Thing): Promise<string> {
  const [row] = await askDatabase<{ why: string }>(pool, WHY[kind], [id]);
  return row ? `: ${row.why}` : '';
}

const WHY: Readonly<Record<ThingKind, string>> = {
  lane: `select format('%s of a project that is %s, held for another %s, paused: %s, %s',
                       l.branch, p.state, l.held_until - clock_timestamp(), coalesce(l.pause_reason, 'no'),
                       (select string_agg(format('entry %s %s due in %s', m.id, m.state, m.look_at - clock_timestamp()), ', ')
                          from merge_entries m where m.lane_id = l.id and m.state not in ('landed', 'ejected'))) as why
           from lanes l join projects p on p.id = l.project_id
          where l.id = $1::bigint`,
  delivery: `select format('%s, %s, attempt %s, due in %s, claimed for another %s, %s', event, state, attempts,
                           due_at - clock_timestamp(), leased_until - clock_timestamp(), coalesce(error, 'no error')) as why
               from deliveries where guid = $1::text`,
  effect: `select format('%s %s of a project that is %s, attempt %s, version %s of %s, due in %s, waits for another %s, claimed for another %s, %s, fence %s, %s effects are due before it, its installation is busy with: %s, %s',
                         e.kind, e.key, p.state, e.attempts, e.sent_version, e.version, e.due_at - clock_timestamp(),
                         w.until - clock_timestamp(), e.leased_until - clock_timestamp(),
                         case when e.begun then 'begun' else 'not begun' end, e.fence,
                         (select count(*) from effects o where o.version > o.sent_version and not o.dead and o.due_at < e.due_at),
                         coalesce((select string_agg(format('%s for another %s', o.key, o.leased_until - clock_timestamp()), ', ')
                            from effects o join projects q on q.id = o.project_id
                           where q.installation_id = p.installation_id and o.leased_until > clock_timestamp()), 'nothing'),
                         coalesce(e.error, 'no error')) as why
             from effects e join projects p on p.id = e.project_id
             left join effect_waits w on w.installation_id = p.installation_id and w.kind = e.kind
            where e.id = $1::bigint`,
};

/** Changes with every delivery that is handled, every change of an entry's state (landings among them) and every effect sent. */
export async function progressMark(pool: Pool): Promise<string> {
  const [row] = await askDatabase<{ mark: string }>(
    pool,
    `select (select count(*) from deliveries where state = 'handled') || ' '
         || (select coalesce(max(id), 0) from activity where entry_id is not null) || ' '
         || (select coalesce(sum(sent_version), 0) from effects) as mark`,
  );
  return row?.mark ?? '';
}
