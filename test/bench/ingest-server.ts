/** One contender in a process of its own: prints its address, ends on SIGTERM or with whoever started it. Arguments: which, database URL. */
import { generateKeyPairSync } from 'node:crypto';
import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { createNodeMiddleware, Probot } from 'probot';
import { createPool } from '../../src/db/pool.ts';
import { createStore } from '../../src/db/create-store.ts';
import { createUpkeep } from '../../src/db/create-upkeep.ts';
import { createServer } from '../../src/http/create-server.ts';
import { createDoorbell } from '../../src/queue/create-doorbell.ts';
import { ALL_UP } from '../support/all-up.ts';
import { noApi } from '../support/no-api.ts';
import { noProgress } from '../support/no-progress.ts';
import { silentLog } from '../support/silent-log.ts';
import { BENCH_SECRET } from './ingest-payload.ts';

const [which, databaseUrl = ''] = process.argv.slice(2);
const pool = createPool(databaseUrl, { log: silentLog, max: 20 });
const close = which === 'flotilla' ? await flotilla() : await probot(which === 'storing-probot');
process.once('SIGTERM', () => {
  void close().then(() => process.exit(0));
});
process.stdin.once('close', () => process.exit(1)).resume();

/** Exactly what `ROLES=web` runs. */
async function flotilla(): Promise<() => Promise<void>> {
  const idle = async () => {};
  const bell = createDoorbell({ databaseUrl }, silentLog, { deliveries: idle, effects: idle, lane: idle });
  const store = createStore(pool, { ring: (which) => bell.doorbell.ring(which), log: silentLog });
  const server = createServer({
    inbox: store.inbox,
    ring: () => bell.doorbell.ring({ kind: 'deliveries' }),
    secrets: [BENCH_SECRET],
    adminToken: null,
    ...noApi,
    ready: async () => ALL_UP,
    statusPage: () => store.read.statusPage(),
    statusIsOpen: false,
    effects: { dead: async () => [], redrive: async () => false },
    deliveryGaps: () => createUpkeep(pool).deliveryLog.gaps(),
    progress: noProgress,
    brief: async () => null,
    log: silentLog,
  });
  console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
  return async () => {
    await server.close();
    await bell.stop();
    await pool.end();
  };
}

/** A Probot app at its best: its middleware on a bare HTTP server, nothing logged. */
async function probot(stores: boolean): Promise<() => Promise<void>> {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const bot = new Probot({ appId: 1, privateKey, secret: BENCH_SECRET, logLevel: 'fatal' });
  const middleware = await createNodeMiddleware(
    (app) => {
      app.on('issue_comment.created', async (context) => {
        if (!stores) return;
        await pool.query(
          'insert into probot_deliveries (guid, event, payload) values ($1, $2, $3) on conflict do nothing',
          [context.id, context.name, JSON.stringify(context.payload)],
        );
      });
    },
    { probot: bot, webhooksPath: '/api/github/webhooks' },
  );
  const server = createHttpServer((request, response) => void middleware(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
  return async () => {
    server.closeAllConnections();
    server.close();
    await pool.end();
  };
}
