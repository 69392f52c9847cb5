/** One contender in a process of its own: prints its address, ends on SIGTERM or with whoever started it. Arguments: which, database URL. */
import { createServer as createHttpServer } from 'node:http';
import { once } from 'node:events';
import { Client } from 'pg';
import { WebSocket, WebSocketServer } from 'ws';
import { liveFeed } from '../../src/db/live-feed.ts';
import { liveTickets } from '../../src/db/live-tickets.ts';
import { createPool } from '../../src/db/pool.ts';
import { createServer } from '../../src/http/create-server.ts';
import { BARE } from '../support/bare-server.ts';
import { silentLog } from '../support/silent-log.ts';
import { BENCH_TOKEN } from './live-load.ts';

const [which, databaseUrl = ''] = process.argv.slice(2);
const close = which === 'flotilla' ? await flotilla() : await bare();
process.once('SIGTERM', () => {
  void close().then(() => process.exit(0));
});
process.stdin.once('close', () => process.exit(1)).resume();

/** The server and its sockets as `ROLES=web` runs them; the rest of the API is not asked. */
async function flotilla(): Promise<() => Promise<void>> {
  const pool = createPool(databaseUrl, { log: silentLog });
  const server = createServer({
    ...BARE,
    adminToken: BENCH_TOKEN,
    live: { feed: liveFeed(pool, silentLog), tickets: liveTickets(pool), origins: [] },
    hardening: { perToken: 1_000_000, perAddress: 1_000_000 },
  });
  console.log(await server.listen({ host: '127.0.0.1', port: 0 }));
  return async () => {
    await server.close();
    await pool.end();
  };
}

/** As little as there can be: what is notified goes to every socket. No filter, no resuming, no rights, no reading. */
async function bare(): Promise<() => Promise<void>> {
  const http = createHttpServer();
  const sockets = new WebSocketServer({ server: http });
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  client.on('notification', ({ payload = '' }) => {
    for (const socket of sockets.clients) if (socket.readyState === WebSocket.OPEN) socket.send(payload);
  });
  await client.query('listen bare_lines');
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const address = http.address();
  console.log(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
  return async () => {
    for (const socket of sockets.clients) socket.terminate();
    http.close();
    await client.end();
  };
}
