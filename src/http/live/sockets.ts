import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import type { Admission, Log } from '../../ports.ts';
import type { Hub } from './hub.ts';
import { MESSAGE_BYTES } from './live-deps.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who opens a socket; null on all other routes. */
    admission: Admission | null;
  }
}

/** Lets routes answer upgrades. To be called before the routes are added. */
export function sockets(app: FastifyInstance, hub: Hub, log: Log): void {
  app.decorateRequest('admission', null);
  void app.register(websocket, {
    options: { maxPayload: MESSAGE_BYTES },
    errorHandler(error, socket) {
      // What a client sent wrongly was answered with a code of the protocol, such as 1009, before this is called.
      if ('code' in error && String(error.code).startsWith('WS_ERR')) return;
      log.error({ err: error }, 'a socket broke');
      socket.terminate();
    },
    async preClose() {
      await hub.stop();
      await new Promise<void>((resolve) => app.websocketServer.close(() => resolve()));
    },
  });
}
