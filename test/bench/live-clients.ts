/**
 * Many sockets in a process of its own: prints `ready` once all are open, and one line of JSON once each had every event,
 * or nothing came for a while. Arguments: which contender, its address, sockets, events.
 */
import { WebSocket } from 'ws';
import { BENCH_TOKEN, now } from './live-load.ts';

const [which, url = '', clients = '1000', events = '100'] = process.argv.slice(2);
const wanted = Number(clients) * Number(events);
const QUIET_MS = 15_000;
const AT_ONCE = 50;
const took: number[] = [];
let quiet: NodeJS.Timeout | null = null;
process.stdin.once('close', () => process.exit(1)).resume();

const left = Array.from({ length: Number(clients) }, (_, index) => index);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (left.pop() !== undefined) await open();
  }),
);
console.log('ready');

async function open(): Promise<void> {
  const path = which === 'flotilla' ? `/ws?ticket=${await ticket()}` : '/';
  const socket = new WebSocket(url.replace('http', 'ws') + path);
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    if (which === 'flotilla') socket.once('open', () => socket.send('{"type":"subscribe"}'));
    else socket.once('open', resolve);
    socket.on('message', (data: Buffer) => {
      const text = data.toString();
      const sent = /"sent":"(\d+)"/.exec(text)?.[1];
      if (sent !== undefined) received(BigInt(sent));
      else if (text.includes('"subscribed"')) resolve();
    });
  });
}

async function ticket(): Promise<string> {
  const headers = { authorization: `Bearer ${BENCH_TOKEN}` };
  const answer = await fetch(`${url}/api/ws-tickets`, { method: 'POST', headers });
  return ((await answer.json()) as { ticket: string }).ticket;
}

function received(sent: bigint): void {
  took.push(Number(now() - sent) / 1e6);
  if (quiet === null) quiet = setTimeout(report, QUIET_MS);
  else quiet.refresh();
  if (took.length === wanted) report();
}

function report(): void {
  if (quiet) clearTimeout(quiet);
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  console.log(JSON.stringify({ p50Ms: at(0.5), p99Ms: at(0.99), missed: wanted - took.length }));
}
