import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { ServerMessage } from '../../src/http/live/messages.ts';
import { until } from './until.ts';

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

/** One socket and all that was said on it; every message is held to its schema. */
export interface LiveSocket {
  readonly messages: readonly ServerMessage[];
  readonly socket: WebSocket;
  /** Those of one type, in order. */
  of<Type extends ServerMessage['type']>(type: Type): readonly Of<Type>[];
  say(message: unknown): void;
  /** Resolves with the nth message of a type. */
  nth<Type extends ServerMessage['type']>(type: Type, nth?: number): Promise<Of<Type>>;
  /** Resolves with the code when it is closed. */
  readonly closed: Promise<number>;
}

/** A ticket for whoever has the token; a status where there is none. */
export async function ticketFor(url: string, token: string): Promise<string> {
  const answer = await fetch(`${url}/api/ws-tickets`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
  });
  const body = (await answer.json()) as { ticket?: string };
  if (answer.status !== 201 || body.ticket === undefined)
    throw new Error(`no ticket: ${answer.status} ${JSON.stringify(body)}`);
  return body.ticket;
}

/** Opens a socket with a ticket. Throws `refused: <status>` where the server does not take it. */
export async function openSocket(
  url: string,
  ticket: string,
  options: { readonly origin?: string } = {},
): Promise<LiveSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?ticket=${ticket}`, options);
  const messages: ServerMessage[] = [];
  const odd: unknown[] = [];
  socket.on('message', (data: Buffer) => {
    const read = ServerMessage.safeParse(JSON.parse(data.toString()));
    if (read.success) messages.push(read.data);
    else odd.push(data.toString());
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  onTestFinished(() => socket.terminate());
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_, { statusCode }) => reject(new Error(`refused: ${statusCode}`)));
    socket.on('error', reject);
  });
  const of = <Type extends ServerMessage['type']>(type: Type) =>
    messages.filter((message): message is Of<Type> => message.type === type);
  return {
    messages,
    socket,
    of,
    say: (message) => socket.send(JSON.stringify(message)),
    async nth(type, nth = 0) {
      await until(() => odd.length > 0 || of(type).length > nth, `no ${type} number ${nth}`, 15_000).catch(
        (cause: unknown) => {
          const said = JSON.stringify(messages.slice(-5)).slice(0, 2_000);
          throw new Error(`no ${type} number ${nth}; the last of ${messages.length}: ${said}`, { cause });
        },
      );
      if (odd.length > 0) throw new Error(`not as its schema says: ${String(odd[0])}`);
      return of(type)[nth] as Of<typeof type>;
    },
    closed,
  };
}

/** A socket that was welcomed and follows. */
export async function follow(
  url: string,
  token: string,
  subscribe: Readonly<Record<string, unknown>> = {},
): Promise<LiveSocket> {
  const live = await openSocket(url, await ticketFor(url, token));
  await live.nth('welcome');
  live.say({ type: 'subscribe', ...subscribe });
  await live.nth('subscribed');
  return live;
}
