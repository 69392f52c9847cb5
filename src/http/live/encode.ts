import type { ServerMessage } from './messages.ts';

/** Bytes rather than a string: what goes to a thousand sockets is encoded once. */
export function encode(message: ServerMessage): Buffer {
  return Buffer.from(JSON.stringify(message));
}
