import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPool } from '../../src/db/pool.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { silentLog } from '../support/silent-log.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

it('reads identities, sums and averages as numbers', async () => {
  const { rows } = await database.pool.query(
    `select 9007199254740991::bigint as id, 12.5::numeric as hours, array[1, null, 3]::bigint[] as ids,
            array[0.5]::numeric[] as shares, null::bigint as none, now() as at, '{"a":1}'::jsonb as detail`,
  );
  expect(rows[0]).toEqual({
    id: 9007199254740991,
    hours: 12.5,
    ids: [1, null, 3],
    shares: [0.5],
    none: null,
    at: expect.any(Date),
    detail: { a: 1 },
  });
});

it('refuses a number that it could only round', async () => {
  await expect(database.pool.query('select 9007199254740993::bigint')).rejects.toThrow(
    '9007199254740993 is no safe integer',
  );
});

it('says who it is and gives up on statements that take too long', async () => {
  const { rows } = await database.pool.query(
    `select current_setting('application_name') as name, current_setting('statement_timeout') as timeout`,
  );
  expect(rows).toEqual([{ name: 'flotilla-test', timeout: '30s' }]);
});

it('outlives its idle connections', async () => {
  let heard: (message: string) => void = () => undefined;
  const warning = new Promise<string>((resolve) => (heard = resolve));
  const pool = createPool(database.url, { log: { ...silentLog, warn: (_, message) => heard(message) } });
  const [victim, killer] = await Promise.all([pool.connect(), pool.connect()]);
  const { rows } = await victim.query<{ pid: number }>('select pg_backend_pid() as pid');
  victim.release();

  await killer.query('select pg_terminate_backend($1::int)', [rows[0]?.pid]);
  killer.release();

  expect(await warning).toBe('an idle database connection broke');
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
