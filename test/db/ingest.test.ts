import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createStore } from '../../src/db/create-store.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import { createServer, type Server } from '../../src/http/create-server.ts';
import { createDatabase, type TestDatabase } from '../support/database.ts';
import { ALL_UP } from '../support/all-up.ts';
import { noApi } from '../support/no-api.ts';
import { noProgress } from '../support/no-progress.ts';
import { silentLog } from '../support/silent-log.ts';

const SECRET = 'the secret of this test';
let database: TestDatabase;
let server: Server;
let url: string;

beforeAll(async () => {
  database = await createDatabase();
  const store = createStore(database.pool, { ring: async () => {}, log: silentLog });
  server = createServer({
    inbox: store.inbox,
    ring: async () => {},
    secrets: [SECRET],
    adminToken: null,
    ...noApi,
    ready: async () => ALL_UP,
    statusPage: () => store.read.statusPage(),
    statusIsOpen: false,
    effects: { dead: async () => [], redrive: async () => false },
    deliveryGaps: () => createUpkeep(database.pool).deliveryLog.gaps(),
    progress: noProgress,
    brief: async () => null,
    log: silentLog,
  });
  url = await server.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await server.close();
  await database.drop();
});
beforeEach(() => database.pool.query('truncate deliveries'));

async function deliver(guid: string, body: Buffer): Promise<number> {
  const answer = await fetch(`${url}/api/github/webhooks`, {
    method: 'POST',
    body: new Uint8Array(body),
    headers: {
      'content-type': 'application/json',
      'x-github-event': 'push',
      'x-github-delivery': guid,
      'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
    },
  });
  return answer.status;
}

interface Row {
  readonly guid: string;
  readonly state: string;
  readonly installationId: number | null;
  readonly body: Buffer;
}

async function stored(): Promise<readonly Row[]> {
  const { rows } = await database.pool.query<Row>(
    'select guid, state, installation_id as "installationId", body from deliveries order by guid',
  );
  return rows;
}

it('commits each of many concurrent deliveries once, with its own bytes', async () => {
  const bodies = new Map(
    Array.from({ length: 60 }, (_, index) => [
      `guid-${index}`,
      // Lengths differ and every byte value occurs, so that bodies cut at the wrong place would show.
      Buffer.concat([
        Buffer.from(Array.from({ length: 256 + index * 97 }, (_, at) => at % 256)),
        Buffer.from(`"installation":{"id":${index + 1}}`),
      ]),
    ]),
  );

  const statuses = await Promise.all(
    [...bodies, ...bodies, ...bodies].map(([guid, body]) => deliver(guid, body)),
  );

  expect(new Set(statuses)).toEqual(new Set([202]));
  const rows = await stored();
  expect(rows).toHaveLength(60);
  for (const row of rows) {
    expect(row.body.equals(bodies.get(row.guid) ?? Buffer.of())).toBe(true);
    expect(row.installationId).toBe(Number(row.guid.slice('guid-'.length)) + 1);
  }
});

it('acknowledges a redelivery of what was handled, and revives what was dead', async () => {
  await deliver('handled', Buffer.from('{}'));
  await deliver('dead', Buffer.from('{}'));
  await database.pool.query('update deliveries set state = guid');

  expect(await deliver('handled', Buffer.from('{}'))).toBe(202);
  expect(await deliver('dead', Buffer.from('{}'))).toBe(202);

  expect((await stored()).map(({ guid, state }) => `${guid}: ${state}`)).toEqual([
    'dead: pending',
    'handled: handled',
  ]);
});

it('acknowledges nothing that could not be committed, and takes it when it comes again', async () => {
  await database.pool.query('alter table deliveries add constraint full_disk check (guid <> $$unlucky$$)');

  const statuses = await Promise.all(
    ['lucky', 'unlucky', 'too'].map((guid) => deliver(guid, Buffer.from('{}'))),
  );

  expect(statuses).toEqual([202, 503, 202]);
  expect((await stored()).map(({ guid }) => guid)).toEqual(['lucky', 'too']);
  await database.pool.query('alter table deliveries drop constraint full_disk');
  expect(await deliver('unlucky', Buffer.from('{}'))).toBe(202);
});
