/** 20 connections, each sending its next signed delivery when the last one was answered. Prints one line of JSON. */
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { ingestPayload } from './ingest-payload.ts';

const CONNECTIONS = 20;
const { hostname, port } = new URL(process.argv[2] ?? '');
const seconds = Number(process.argv[3]);
const { body, signature } = ingestPayload();

const latencies: number[] = [];
let failed = 0;
const began = performance.now();
const ends = began + seconds * 1_000;
await Promise.all(Array.from({ length: CONNECTIONS }, () => sendUntil(ends)));
const elapsed = (performance.now() - began) / 1_000;

latencies.sort((a, b) => a - b);
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0;
const acked = latencies.length;
console.log(JSON.stringify({ acked, failed, perSecond: acked / elapsed, p50Ms: at(0.5), p99Ms: at(0.99) }));

/** Resolves when the last request of this connection was answered. */
function sendUntil(deadline: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let sentAt = 0;
    let answer = '';
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.once('connect', () => {
      sentAt = send(socket);
    });
    socket.once('error', reject);
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (!isComplete(answer)) return;
      const now = performance.now();
      if (/^HTTP\/1\.1 20[02] /.test(answer)) latencies.push(now - sentAt);
      else failed += 1;
      answer = '';
      if (now < deadline) {
        sentAt = send(socket);
      } else {
        socket.end();
        resolve();
      }
    });
  });
}

function send(socket: Socket): number {
  socket.cork();
  socket.write(
    `POST /api/github/webhooks HTTP/1.1\r\nhost: ${hostname}\r\nuser-agent: GitHub-Hookshot/bench\r\n` +
      `content-type: application/json\r\ncontent-length: ${body.length}\r\nx-github-event: issue_comment\r\n` +
      `x-github-delivery: ${randomUUID()}\r\nx-hub-signature-256: ${signature}\r\n\r\n`,
  );
  socket.write(body);
  socket.uncork();
  return performance.now();
}

/** Head and body are there: the body has a length, or comes in chunks. */
function isComplete(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head === -1) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer)?.[1];
  return length === undefined ? answer.endsWith('0\r\n\r\n') : answer.length - head - 4 >= Number(length);
}
