import { expect } from 'vitest';
import { startWorker } from '../support/worker-process.ts';
import { it, redisForThisWorker } from '../support/world.ts';

const LINK =
  /^To sign in as the operator, once, within 15 minutes: (http:\/\/127\.0\.0\.1:\d+\/auth\/link\?key=[\w-]{43})$/m;

it('a link to sign in is shown at start, which no log has', async ({ newWorld }) => {
  const world = await newWorld({ workers: false });
  const server = await startWorker(world, redisForThisWorker(), {
    ROLES: 'web',
    PORT: '0',
    LOG_LEVEL: 'trace',
  });
  const said = await server.says('To sign in as the operator');
  const link = LINK.exec(said)?.[1] ?? '';
  const answers = [await fetch(link, { redirect: 'manual' }), await fetch(link, { redirect: 'manual' })];
  expect(answers.map(({ status }) => status)).toEqual([302, 403]);
  expect(await server.end()).toBe(0);
  const all = await server.says('stopping');
  const key = new URL(link).searchParams.get('key') ?? link;
  expect(all.split(key)).toHaveLength(2);

  const elsewhere = { ROLES: 'web', PORT: '0', PUBLIC_URL: 'https://flotilla.example.com' };
  const other = await startWorker(world, redisForThisWorker(), elsewhere);
  expect(await other.end()).toBe(0);
  expect(await other.says('stopping')).not.toContain('/auth/link');
});
