import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished } from 'vitest';
import { until } from '../support/until.ts';
import { ADMIN_TOKEN, it, type World } from '../support/world.ts';

const CHILD = fileURLToPath(new URL('live-child.ts', import.meta.url));
const EVENTS = 10_000;
const WRITERS = 6;
/** Nobody writes further ahead of the reader than this, so that it is killed often while more is written. */
const AHEAD = 600;

describe('a program that follows what happens', () => {
  it('misses and doubles none of 10,000 events, however often it is killed and wherever it resumes', async ({
    newWorld,
  }) => {
    const world = await newWorld({ workers: false });
    const other = await world.startAnother({ workers: false });
    const urls = [world.app.url ?? '', other.url ?? ''];
    const start = await newest(world);
    const seen: number[] = [];
    const pen = { kept: 0, mayWrite: () => pen.kept - seen.length < AHEAD, writing: true };
    const written = Promise.all(
      Array.from({ length: WRITERS }, (_, writer) => write(world, writer, pen)),
    ).finally(() => (pen.writing = false));

    let kills = 0;
    while (pen.writing) {
      // Killed some way after where it resumed, so that it is caught while it reads back and while it is live.
      const most = seen.length + 50 + ((kills * 137) % 900);
      await run(urls[kills % 2] ?? '', seen, start, most, () => !pen.writing);
      kills += 1;
    }
    await written;
    const { rows } = await world.database.pool.query<{ id: number }>(
      'select id from activity where id > $1::bigint order by id',
      [start],
    );
    const ids = rows.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(EVENTS);
    await run(urls[kills % 2] ?? '', seen, start, ids.length, () => false);
    expect(seen).toEqual(ids);
    expect(kills).toBeGreaterThanOrEqual(5);
  }, 180_000);
});

/** Runs a child from where the last one was until that many were seen in all, or until `over`; then kills it. */
async function run(
  url: string,
  seen: number[],
  start: number,
  most: number,
  over: () => boolean,
): Promise<void> {
  const after = String(seen.at(-1) ?? start);
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, url, ADMIN_TOKEN, after], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const dies = (): void => void child.kill('SIGKILL');
  onTestFinished(dies);
  const gone = once(child, 'close');
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk.toString()).split('\n');
    rest = lines.pop() ?? '';
    if (lines.includes('incomplete')) throw new Error('something was not kept');
    seen.push(...lines.map(Number));
    if (seen.length >= most) dies();
  });
  await until(() => seen.length >= most || over(), `only ${seen.length} of ${most} were told`, 60_000);
  dies();
  await gone;
}

/** Many write at once, some of them for long, so that lines get their numbers in another order than they are written. */
async function write(
  { database }: World,
  writer: number,
  pen: { kept: number; readonly mayWrite: () => boolean },
): Promise<void> {
  const { rows } = await database.pool.query<{ id: number }>('select id from projects limit 1');
  let left = Math.ceil(EVENTS / WRITERS);
  for (let turn = 0; left > 0; turn += 1) {
    await until(pen.mayWrite, 'the reader reads no more', 60_000);
    const lines = Math.min(left, 1 + ((turn + writer) % 9));
    const client = await database.pool.connect();
    try {
      await client.query('begin');
      await client.query(
        `insert into activity (project_id, kind, actor, detail)
         select $1::bigint, 'lane.paused', 'writer ' || $2::integer, jsonb_build_object('turn', $3::integer)
           from generate_series(1, $4::integer)`,
        [rows[0]?.id, writer, turn, lines],
      );
      if ((turn + writer) % 4 === 0) for (let more = 0; more < 40; more += 1) await client.query('select 1');
      const undone = (turn + writer) % 11 === 0;
      await client.query(undone ? 'rollback' : 'commit');
      if (undone) continue;
      left -= lines;
      pen.kept += lines;
    } finally {
      client.release();
    }
  }
}

async function newest({ database }: World): Promise<number> {
  const { rows } = await database.pool.query<{ id: number }>(
    'select coalesce(max(id), 0) as id from activity',
  );
  return rows[0]?.id ?? 0;
}
