import { randomBytes } from 'node:crypto';
import { createApp, type App } from '../../src/app.ts';
import { LIMITS } from '../../src/core/budget/limits.ts';
import type { Log } from '../../src/ports.ts';
import type { SimulatedGitHub } from '../github/start-github.ts';

/** What a fleet does in many minutes happens here within one, so a minute allows as much as ten of GitHub's do. */
export const DEMO_LIMITS = {
  ...LIMITS,
  contentPerMinute: 10 * LIMITS.contentPerMinute,
  pointsPerMinute: 10 * LIMITS.pointsPerMinute,
  contentPerHour: 10 * LIMITS.contentPerHour,
};

/** Flotilla as `main.ts` starts it, in this process. */
export function startFlotilla(
  github: SimulatedGitHub,
  databaseUrl: string,
  port: number,
  log: Log,
): Promise<App> {
  return createApp({
    appId: github.appId,
    privateKey: github.privateKey,
    webhookSecrets: [github.webhookSecret],
    githubApiUrl: github.url,
    databaseUrl,
    redisUrl: null,
    host: '127.0.0.1',
    port,
    roles: new Set(['web', 'worker']),
    adminToken: randomBytes(32).toString('hex'),
    log,
    // A lapsed lease is found by sweeping: often, so that nobody has to wait for it here.
    sweepTimes: { minMs: 500, maxMs: 1_000, random: Math.random },
    limits: DEMO_LIMITS,
  });
}
