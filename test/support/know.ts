import type { World } from './world.ts';
import type { Thread } from './see.ts';

type Kept = Pick<World, 'database'>;

/** What the tables say of an issue's task; null: it is none. */
export async function task(
  { database }: Kept,
  thread: Thread,
): Promise<{ status: string; holder: string | null; held: boolean; title: string } | null> {
  const { rows } = await database.pool.query<{
    status: string;
    holder: string | null;
    held: boolean;
    title: string;
  }>(
    `select t.status, a.name as holder, t.held, t.title
       from tasks t
       left join assignments s on s.task_id = t.id and s.status = 'active'
       left join agents a on a.id = s.agent_id
      where t.issue = $1::integer`,
    [numberOf(thread)],
  );
  return rows[0] ?? null;
}

/** The kinds of an issue's activity, oldest first; `of` narrows them down. */
export async function activity({ database }: Kept, thread: Thread, of = /./): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ kind: string }>(
    `select l.kind from activity l join tasks t on t.id = l.task_id where t.issue = $1::integer order by l.id`,
    [numberOf(thread)],
  );
  return rows.map(({ kind }) => kind).filter((kind) => of.test(kind));
}

/** The evidence of an issue's task as `type ref`, oldest first. */
export async function evidence({ database }: Kept, thread: Thread): Promise<readonly string[]> {
  const { rows } = await database.pool.query<{ fact: string }>(
    `select e.type || ' ' || e.ref as fact
       from evidence e join tasks t on t.id = e.task_id
      where t.issue = $1::integer
      order by e.id`,
    [numberOf(thread)],
  );
  return rows.map(({ fact }) => fact);
}

/** How many rows of the whole activity log have this kind. */
export async function happened({ database }: Kept, kind: string): Promise<number> {
  const { rows } = await database.pool.query<{ count: string }>(
    'select count(*) from activity where kind = $1::text',
    [kind],
  );
  return Number(rows[0]?.count);
}

function numberOf(thread: Thread): number {
  return typeof thread === 'number' ? thread : thread.number;
}
