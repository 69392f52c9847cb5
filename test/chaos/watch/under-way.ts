import type { Pool } from 'pg';
import { askDatabase } from './ask-database.ts';

export type ThingKind = 'lane' | 'delivery' | 'effect';

/** Something that a process has in its hands; `version` changes when it goes on, whoever goes on with it. */
export interface Thing {
  readonly kind: ThingKind;
  readonly id: string;
  readonly version: string;
}

const LANES = `select 'lane' as kind, id::text, fence::text as version from lanes`;
const DELIVERIES = `select 'delivery' as kind, guid as id, attempts || ' ' || state as version from deliveries`;
const EFFECTS = `select 'effect' as kind, id::text, fence || ' ' || sent_version || ' ' || dead as version from effects`;

/** What some process has in its hands now. */
export function underWay(pool: Pool): Promise<readonly Thing[]> {
  return askDatabase<Thing>(
    pool,
    `${LANES} where held_until > clock_timestamp()
     union all ${DELIVERIES} where state = 'pending' and leased_until > clock_timestamp()
     union all ${EFFECTS} where leased_until > clock_timestamp()`,
  );
}

/** Those of `things` that nobody has gone on with. */
export async function leftLying(pool: Pool, things: readonly Thing[]): Promise<readonly Thing[]> {
  if (things.length === 0) return [];
  const ids = (kind: ThingKind) => things.filter((thing) => thing.kind === kind).map(({ id }) => id);
  const now = await askDatabase<Thing>(
    pool,
    `${LANES} where id = any($1::bigint[])
     union all ${DELIVERIES} where guid = any($2::text[])
     union all ${EFFECTS} where id = any($3::bigint[])`,
    [ids('lane'), ids('delivery'), ids('effect')],
  );
  const versions = new Map(now.map(({ kind, id, version }) => [`${kind} ${id}`, version]));
  return things.filter(({ kind, id, version }) => versions.get(`${kind} ${id}`) === version);
}

/** What is known of an effect that nobody goes on with, for whoever looks for the reason. */
export async function whyLying(pool: Pool, { kind, id }: Thing): Promise<string> {
  if (kind !== 'effect') return '';
  const [row] = await askDatabase<{ why: string }>(
    pool,
    `select format('%s %s of a project that is %s, attempt %s, version %s of %s, due in %s, claimed for another %s, %s',
                   e.kind, e.key, p.state, e.attempts, e.sent_version, e.version, e.due_at - clock_timestamp(),
                   e.leased_until - clock_timestamp(), coalesce(e.error, 'no error')) as why
       from effects e join projects p on p.id = e.project_id
      where e.id = $1::bigint`,
    [id],
  );
  return row ? `: ${row.why}` : '';
}

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
