import { spawnSync } from 'node:child_process';
import { expect, onTestFinished } from 'vitest';
import { createApp } from '../../src/app.ts';
import { deliver } from '../support/deliver.ts';
import { startRedis } from '../support/redis.ts';
import { silentLog } from '../support/silent-log.ts';
import { until } from '../support/until.ts';
import { it } from '../support/world.ts';

interface Told {
  readonly status: string;
  readonly parts: Readonly<Record<string, { readonly state: string; readonly detail: string | null }>>;
}

it.skipIf(spawnSync('redis-server', ['--version']).status !== 0)(
  'says that it is not ready while Redis is gone, takes deliveries in all the same, and is ready again (needs redis-server)',
  async ({ newWorld }) => {
    const world = await newWorld({ workers: false });
    const redis = await startRedis();
    const { github, database } = world;
    const app = await createApp({
      appId: github.appId,
      privateKey: github.privateKey,
      webhookSecrets: [github.webhookSecret],
      githubApiUrl: github.url,
      databaseUrl: database.url,
      redisUrl: redis.url,
      host: '127.0.0.1',
      port: 0,
      roles: new Set(['web']),
      adminToken: null,
      log: silentLog,
      choresByThemselves: false,
    });
    onTestFinished(() => app.stop());
    const ready = async () => {
      const answer = await fetch(`${app.url}/ready`);
      const { parts } = (await answer.json()) as Told;
      const down = Object.entries(parts).filter(([, { state }]) => state !== 'up');
      return { status: answer.status, down: down.map(([part]) => part) };
    };
    const becomes = (status: number) =>
      until(async () => (await ready()).status === status, `/ready is not ${status}`);

    await becomes(200);
    await redis.stop();
    await becomes(503);
    expect(await ready()).toEqual({ status: 503, down: ['doorbell'] });
    expect((await fetch(`${app.url}/health`)).status).toBe(200);
    const taken = await deliver(world, { event: 'ping', payload: {}, guid: 'while-redis-is-gone', to: app });
    expect(taken.status).toBe(202);
    await world.settle();
    const { rows } = await database.pool.query('select state from deliveries where guid = $1', [
      'while-redis-is-gone',
    ]);
    expect(rows).toEqual([{ state: 'handled' }]);

    const again = await startRedis(redis.port);
    onTestFinished(() => again.stop());
    await becomes(200);
    expect(await ready()).toEqual({ status: 200, down: [] });
  },
);
