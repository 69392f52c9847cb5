import { spawnSync } from 'node:child_process';
import { connect } from 'node:net';
import { once } from 'node:events';
import { startRedis } from '../../support/redis.ts';

export interface RedisServer {
  readonly url: string;
  /** Killed; what it held is gone. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  flush(): Promise<void>;
  /** When it was away, in milliseconds of `Date.now()`; the last time may still go on. */
  readonly absences: readonly { readonly from: number; readonly to: number }[];
  stop(): Promise<void>;
}

export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

export async function startRedisServer(): Promise<RedisServer> {
  let server: Awaited<ReturnType<typeof startRedis>> | null = await startRedis();
  const { url, port } = server;
  const absences: { from: number; to: number }[] = [];

  async function goAway(): Promise<void> {
    const going = server;
    server = null;
    if (!going) return;
    absences.push({ from: Date.now(), to: Infinity });
    await going.stop();
  }

  return {
    url,
    absences,
    goAway,
    async comeBack() {
      server ??= await startRedis(port);
      const last = absences.at(-1);
      if (last) last.to = Math.min(last.to, Date.now());
    },
    async flush() {
      if (!server) return;
      const socket = connect(port, '127.0.0.1');
      socket.end('FLUSHALL\r\n').resume();
      await once(socket, 'close');
    },
    async stop() {
      await server?.stop();
    },
  };
}
