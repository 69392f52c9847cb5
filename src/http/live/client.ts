import type { WebSocket } from 'ws';
import { spend, type Allowance } from '../../core/live/allowance.ts';
import { wantsEvent, wantsProgress } from '../../core/live/wants.ts';
import type { LiveFilter } from '../../core/model/live.ts';
import type { Admission, LiveFeed, Log } from '../../ports.ts';
import { answerMessage } from './answer-message.ts';
import { catchUp, type Reader } from './catch-up.ts';
import { CLOSE_CODES, type CloseReason } from './close-codes.ts';
import { encode } from './encode.ts';
import type { Line } from './lines.ts';
import type { LiveLimits } from './live-deps.ts';
import type { ServerMessage } from './messages.ts';

/** One socket, for as long as it is open. */
export interface LiveClient {
  /** By which token it came. */
  readonly token: number;
  /** Tells it a line, if it is up to date and wants to hear of it. True: something was sent. */
  tell(line: Line): boolean;
  /** For how long its token is good from now on, in milliseconds; it never becomes good for longer. */
  goodFor(ms: number): void;
  /** Whether its token is over. */
  isOver(now: number): boolean;
  /** Pings; one that did not answer the last ping is cut off. */
  probe(): void;
  /** Says why, and closes. */
  end(reason: CloseReason): void;
  /** Resolves when the socket is gone. */
  readonly closed: Promise<void>;
}

export interface ClientDeps {
  readonly feed: LiveFeed;
  readonly log: Log;
  readonly limits: LiveLimits;
  /** Everything up to this id was told to those who are up to date. */
  readonly head: () => number;
  /** Resolves once there is a head. */
  readonly ready: () => Promise<void>;
  /** Lets few read at once for themselves. */
  readonly turn: <T>(work: () => Promise<T>) => Promise<T>;
}

/** What a client follows, and how far it was told. */
export interface Following {
  readonly filter: LiveFilter;
  position: number;
  /** False: it reads for itself until it is up to date. */
  live: boolean;
}

export function createClient(deps: ClientDeps, socket: WebSocket, admission: Admission): LiveClient {
  const { limits, log } = deps;
  const { caller } = admission;
  let following: Following | null = null;
  let over = admission.goodForMs === null ? Infinity : performance.now() + admission.goodForMs;
  let answered = true;
  let ended = false;
  let allowance: Allowance = { left: limits.pace.burst, at: performance.now() };

  const isOpen = (): boolean => !ended && socket.readyState === socket.OPEN;
  const write = (text: Buffer): void => socket.send(text, { binary: false }, ignore);
  const say = (message: ServerMessage): void => {
    if (isOpen()) write(encode(message));
  };
  const reader: Reader = {
    isOpen,
    isFollowing: (mine) => following === mine,
    deliver,
    waiting: () => socket.bufferedAmount,
    flushed,
    tooSlow: () => end('tooSlow'),
  };

  function deliver(mine: Following, { event, text, progress }: Line): boolean {
    mine.position = event.id;
    const ofEvent = wantsEvent(caller, mine.filter, event);
    const ofProgress = progress !== null && wantsProgress(caller, mine.filter, progress.of);
    if (ofEvent) write(text);
    if (ofProgress) write(progress.text);
    return ofEvent || ofProgress;
  }

  /**
   * A ping goes out behind everything else. False: not within the time it has. Where this process itself stood still for
   * so long, what went out meanwhile is looked at first.
   */
  function flushed(): Promise<boolean> {
    return new Promise((resolve) => {
      const late = setTimeout(() => setImmediate(() => resolve(false)), limits.stallMs);
      socket.ping('', false, () => {
        clearTimeout(late);
        resolve(true);
      });
    });
  }

  function follow(next: Following | null): void {
    following = next;
    if (next) catchUpSafely(next);
  }

  function catchUpSafely(mine: Following): void {
    catchUp(deps, reader, caller.project, mine).catch((error: unknown) => {
      log.error({ err: error }, 'a socket could not catch up');
      end('broken');
    });
  }

  function end(reason: CloseReason): void {
    if (ended) return;
    const { code, means } = CLOSE_CODES[reason];
    say({ type: 'closing', code, detail: means, after: following?.position ?? null });
    ended = true;
    following = null;
    socket.close(code, means);
    const late = setTimeout(() => socket.terminate(), limits.graceMs);
    socket.once('close', () => clearTimeout(late));
  }

  async function welcome(): Promise<void> {
    const { scope, project: projectId, agent } = caller;
    const at = await deps.feed.newest(projectId);
    say({ type: 'welcome', at, scope, projectId, agent: agent?.name ?? null });
  }

  function fail(error: unknown): void {
    log.error({ err: error }, 'a message on a socket could not be answered');
    end('broken');
  }

  // One after the other: a subscribe waits for the database, and what is said after it comes after it.
  let answering = welcome().catch(fail);
  socket.on('pong', () => (answered = true));
  socket.on('message', (data: Buffer, isBinary) => {
    if (ended) return;
    const left = spend(allowance, performance.now(), limits.pace);
    if (left === null) return end('tooMany');
    allowance = left;
    const text = isBinary ? null : data.toString('utf8');
    answering = answering.then(() => answerMessage({ ...deps, caller, say, follow }, text)).catch(fail);
  });

  return {
    token: caller.token.id,
    tell(line) {
      const mine = following;
      if (!mine?.live || !isOpen() || line.event.id <= mine.position) return false;
      const told = deliver(mine, line);
      if (socket.bufferedAmount > limits.bufferedBytes) {
        mine.live = false;
        catchUpSafely(mine);
      }
      return told;
    },
    goodFor(ms) {
      over = Math.min(over, performance.now() + ms);
    },
    isOver: (now) => now >= over,
    probe() {
      if (!answered) return socket.terminate();
      answered = false;
      socket.ping('', false, ignore);
    },
    end,
    closed: new Promise((resolve) => socket.once('close', () => resolve())),
  };
}

/** What could not be sent on a socket that just closed; its own event tells. */
function ignore(): void {}
