import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Plan } from '../../src/core/plan/plan.ts';

/** What Flotilla keeps of a plan. */
export interface Loaded {
  readonly tasks: number;
  readonly done: number;
  readonly epics: number;
  readonly dependencies: number;
  readonly pendingDeliveries: number;
  readonly deadDeliveries: number;
}

const DEADLINE_MS = 60_000;
const LOOK_AGAIN_MS = 100;

/** Waits until Flotilla has handled what GitHub told it of the plan, and no longer than a minute. */
export async function countLoaded(pool: Pool, plan: Plan, stop: () => boolean): Promise<Loaded> {
  const until = Date.now() + DEADLINE_MS;
  for (;;) {
    const loaded = await count(pool);
    if (loadedFaults(loaded, plan).length === 0 || Date.now() > until || stop()) return loaded;
    await pause(LOOK_AGAIN_MS);
  }
}

/** Where what is kept is not what the plan has, in sentences. */
export function loadedFaults(loaded: Loaded, { tasks, epics }: Plan): readonly string[] {
  const expected: Loaded = {
    tasks: tasks.length,
    done: tasks.filter(({ status }) => status === 'done').length,
    epics: epics.length,
    dependencies: tasks.reduce((sum, { after }) => sum + after.length, 0),
    pendingDeliveries: 0,
    deadDeliveries: 0,
  };
  const keys = Object.keys(expected) as (keyof Loaded)[];
  return keys
    .filter((key) => loaded[key] !== expected[key])
    .map((key) => `There should be ${expected[key]} ${WORDS[key]}, and there are ${loaded[key]}.`);
}

const WORDS: Readonly<Record<keyof Loaded, string>> = {
  tasks: 'tasks',
  done: 'tasks that are done',
  epics: 'epics',
  dependencies: 'dependencies',
  pendingDeliveries: 'deliveries that wait',
  deadDeliveries: 'dead deliveries',
};

async function count(pool: Pool): Promise<Loaded> {
  const { rows } = await pool.query<Loaded>(
    `select (select count(*) from tasks where epic_id is not null)::int as tasks,
            (select count(*) from tasks where epic_id is not null and status = 'done')::int as done,
            (select count(*) from epics where active)::int as epics,
            (select count(*) from (select distinct task_id, on_project_id, on_issue from task_edges) d)::int as dependencies,
            (select count(*) from deliveries where state = 'pending')::int as "pendingDeliveries",
            (select count(*) from deliveries where state = 'dead')::int as "deadDeliveries"`,
  );
  const [counted] = rows;
  if (!counted) throw new Error('a count has no rows');
  return counted;
}
