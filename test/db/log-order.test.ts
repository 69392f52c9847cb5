import type { PoolClient } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProjectId } from '../../src/core/model/ids.ts';
import { catalog } from '../../src/db/catalog.ts';
import { until } from '../support/until.ts';
import { createFixture, type Fixture } from './store-fixture.ts';

let fixture: Fixture;
let project: ProjectId;
beforeAll(async () => {
  fixture = await createFixture();
  ({ id: project } = await fixture.project());
});
afterAll(() => fixture.close());

/** A transaction that wrote these lines and is still open. */
async function open(...kinds: string[]): Promise<PoolClient> {
  const client = await fixture.pool.connect();
  await client.query('begin');
  for (const kind of kinds)
    await client.query(`insert into activity (project_id, kind, actor) values ($1, $2, 'mona')`, [
      project,
      kind,
    ]);
  return client;
}

async function end(client: PoolClient, how: 'commit' | 'rollback' = 'commit'): Promise<void> {
  await client.query(how);
  client.release();
}

/** Reads on from `after`, as everybody does who follows the log. */
async function readOn(after: number): Promise<{ kinds: string[]; last: number }> {
  const lines = await catalog(fixture.pool).activity(project, { task: null, after, limit: 500 });
  return { kinds: lines.map(({ kind }) => kind), last: lines.at(-1)?.id ?? after };
}

describe('the log, read on from where one was', () => {
  it('misses no line of a transaction that began earlier and commits later', async () => {
    const { last: start } = await readOn(0);
    const slow = await open('slow.first', 'slow.second');
    const quick = await open('quick.only');
    await end(quick);
    const first = await readOn(start);
    expect(first.kinds).toEqual(['quick.only']);
    await end(slow);
    const second = await readOn(first.last);
    expect(second.kinds).toEqual(['slow.first', 'slow.second']);
    expect(await readOn(second.last)).toEqual({ kinds: [], last: second.last });
  });

  it('shows nothing of what was rolled back, and goes on behind it', async () => {
    const { last: start } = await readOn(0);
    const undone = await open('undone');
    const kept = await open('kept');
    await end(undone, 'rollback');
    await end(kept);
    expect((await readOn(start)).kinds).toEqual(['kept']);
  });

  it('keeps two that commit at one time apart: the second gets its number after the first is seen', async () => {
    const { last: start } = await readOn(0);
    const first = await open('first');
    const second = await open('second');
    // As at a commit, which does the same and lets go at once.
    await first.query('set constraints all immediate');
    const waiting = second.query('set constraints all immediate');
    await until(async () => {
      const { rows } = await fixture.pool.query<{ waits: boolean }>(
        `select exists (select from pg_locks where locktype = 'advisory' and not granted
                           and database = (select oid from pg_database where datname = current_database())) as waits`,
      );
      return rows[0]?.waits === true;
    }, 'the second does not wait for the first');
    await end(first);
    await waiting;
    const seen = await readOn(start);
    expect(seen.kinds).toEqual(['first']);
    await end(second);
    expect((await readOn(seen.last)).kinds).toEqual(['second']);
  });

  it('misses and doubles nothing while many write at once', async () => {
    const { last: start } = await readOn(0);
    let writing = true;
    const read: string[] = [];
    const reading = (async () => {
      let after = start;
      for (;;) {
        const over = !writing;
        const { kinds, last } = await readOn(after);
        read.push(...kinds);
        after = last;
        if (over && kinds.length === 0) return;
      }
    })();
    const names = Array.from({ length: 8 }, (_, writer) =>
      Array.from({ length: 40 }, (_, turn) => `w${writer}.t${turn}`),
    );
    await Promise.all(
      names.map(async (mine, writer) => {
        for (const [turn, name] of mine.entries()) {
          const client = await open(`${name}.a`, `${name}.b`);
          // Some stay open for as long as others take for several.
          if ((writer + turn) % 3 === 0)
            for (let more = 0; more < 20; more += 1) await client.query('select 1');
          await end(client);
        }
      }),
    );
    writing = false;
    await reading;
    expect(read.toSorted()).toEqual(
      names
        .flat()
        .flatMap((name) => [`${name}.a`, `${name}.b`])
        .toSorted(),
    );
  });
});
