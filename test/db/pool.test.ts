import { EventEmitter, once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
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

it('outlives one that breaks as it is handed from hand to hand', async () => {
  const relay = await holdAnswers(database.url);
  const pool = createPool(relay.url, { log: silentLog, max: 1 });
  try {
    const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    relay.hold();
    const first = pool.query('select 1 as one');
    const second = pool.connect();
    await relay.held(1);
    await database.pool.query('select pg_terminate_backend($1::int)', [rows[0]?.pid]);
    await relay.held(2);
    // The end of the query and that of the connection come at once: the next one has it in its hands by then.
    relay.let();
    expect((await first).rows).toEqual([{ one: 1 }]);
    const client = await second;
    await expect(client.query('select 2 as two')).rejects.toThrow(/not queryable|terminated/);
    client.release();
    expect((await pool.query('select 3 as three')).rows).toEqual([{ three: 3 }]);
  } finally {
    await pool.end();
    relay.stop();
  }
});

/** The database behind a relay that can keep its answers, and give them all in one piece. */
async function holdAnswers(databaseUrl: string) {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const kept: Buffer[] = [];
  const came = new EventEmitter();
  let to: Socket | null = null;
  let holding = false;
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => socket.destroy()));
    client.pipe(upstream);
    upstream.on('data', (chunk: Buffer) => {
      if (!holding) return void client.write(chunk);
      to = client;
      kept.push(chunk);
      came.emit('kept');
    });
    upstream.on('end', () => (holding ? undefined : client.end()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    hold: () => void (holding = true),
    async held(chunks: number): Promise<void> {
      while (kept.length < chunks) await once(came, 'kept');
    },
    let(): void {
      holding = false;
      to?.end(Buffer.concat(kept));
    },
    stop(): void {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
