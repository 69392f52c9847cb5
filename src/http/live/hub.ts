import { setImmediate as breath } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import type { Admission, LiveEars, LiveFeed, LiveTickets, Log } from '../../ports.ts';
import { createClient, type ClientDeps, type LiveClient } from './client.ts';
import { inTurns } from './in-turns.ts';
import { linesOf } from './lines.ts';
import type { LiveLimits } from './live-deps.ts';
import { watchTokens } from './watch-tokens.ts';

/** All sockets of this process. */
export interface Hub {
  isFull(): boolean;
  join(socket: WebSocket, admission: Admission): void;
  /** Closes every socket with 1001 and hears nothing more. */
  stop(): Promise<void>;
}

const BATCH = 200;
/** Sends between which others get their turn: 2,000 take some 20 ms. */
const SENDS = 2_000;
const TICK_MS = 250;
/** In ticks. Whoever hears is told at once; this is for a connection that broke without a word. */
const LOOK_EVERY = { hearing: 20, deaf: 2 };

interface HubDeps {
  readonly feed: LiveFeed;
  readonly tickets: LiveTickets;
  readonly log: Log;
  readonly limits: LiveLimits;
  readonly count?: (sockets: number) => void;
}

/** Reads the log once for all who are up to date. It begins with the first socket: before, nobody needs it. */
export function createHub({ feed, tickets, log, limits, count }: HubDeps): Hub {
  const clients = new Set<LiveClient>();
  const tokens = watchTokens({ tickets, log }, clients);
  let ears: LiveEars | null = null;
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  /** Null: not known yet. */
  let head: number | null = null;
  let reading = false;
  let running = Promise.resolve();
  let again = false;
  const starting: (() => void)[] = [];
  const ofClients: ClientDeps = {
    feed,
    log,
    limits,
    head: () => head ?? 0,
    ready: () => (head === null ? new Promise((resolve) => starting.push(resolve)) : Promise.resolve()),
    turn: inTurns(3),
  };

  function look(): void {
    if (stopped) return;
    again = true;
    if (!reading) running = readOn();
  }

  async function readOn(): Promise<void> {
    reading = true;
    try {
      while (again) {
        again = false;
        if (head === null || clients.size === 0) await leap();
        else if (await readBatch(head)) again = true;
      }
    } catch (error) {
      // The next look begins where this one ended.
      log.warn({ err: error }, 'could not read the log for the sockets');
    } finally {
      reading = false;
    }
  }

  /** Nobody is to be told of what lies between. */
  async function leap(): Promise<void> {
    const newest = await feed.newest(null);
    if (head !== null && clients.size > 0) {
      // Somebody came meanwhile, and counts on being told of everything after the old head.
      again = true;
      return;
    }
    head = newest;
    for (const resolve of starting.splice(0)) resolve();
  }

  /** True: there may be more. */
  async function readBatch(after: number): Promise<boolean> {
    const lines = await linesOf(feed, await feed.after(after, null, BATCH));
    let sent = 0;
    for (const line of lines) {
      for (const client of clients) if (client.tell(line)) sent += 1;
      head = line.event.id;
      if (sent >= SENDS) {
        sent = 0;
        await breath();
      }
    }
    return lines.length === BATCH;
  }

  function begin(): void {
    ears = feed.hear({
      grown: look,
      token: (id) => tokens.doubt(id),
      restored() {
        look();
        tokens.doubtAll();
      },
    });
    const everyProbe = Math.max(1, Math.round(limits.pingMs / TICK_MS));
    let tick = 0;
    timer = setInterval(() => {
      tick += 1;
      tokens.endThoseOver();
      if (tick % (ears?.hears() ? LOOK_EVERY.hearing : LOOK_EVERY.deaf) === 0) {
        look();
        tokens.doubtAll();
      }
      if (tick % everyProbe === 0) for (const client of clients) client.probe();
    }, TICK_MS);
    timer.unref();
    look();
  }

  return {
    isFull: () => stopped || clients.size >= limits.clients,
    join(socket, admission) {
      const client = createClient(ofClients, socket, admission);
      clients.add(client);
      count?.(clients.size);
      socket.once('close', () => {
        clients.delete(client);
        count?.(clients.size);
      });
      if (stopped) return client.end('ends');
      if (ears === null) begin();
      // It may have been revoked since the ticket was taken, when nobody here would have heard of it.
      tokens.doubt(client.token);
    },
    async stop() {
      stopped = true;
      if (timer) clearInterval(timer);
      const closed = [...clients].map((client) => client.closed);
      for (const client of clients) client.end('ends');
      await Promise.all(closed);
      await Promise.all([ears?.stop(), running]);
    },
  };
}
